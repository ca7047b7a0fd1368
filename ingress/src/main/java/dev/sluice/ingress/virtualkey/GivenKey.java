package dev.sluice.ingress.virtualkey;

import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key that a caller gave, wherever its SDK puts it: OpenAI's and many others in {@code
 * Authorization}, Anthropic's in {@code x-api-key}, Google's in {@code x-goog-api-key} or in the
 * query as {@code key}, Azure's in {@code api-key}.
 */
public sealed interface GivenKey {
  /** None. */
  record None() implements GivenKey {}

  /** One, perhaps in several places. */
  record One(String key) implements GivenKey {
    @Override
    public String toString() {
      return "One[key=...]";
    }
  }

  /** Different ones in these places. */
  record Several(List<String> places) implements GivenKey {
    public Several {
      places = List.copyOf(places);
    }
  }

  /** Looks for it in a request. */
  static GivenKey of(MultiMap headers, @Nullable String queryKey) {
    KeyFinder finder = new KeyFinder();
    finder.add("authorization", KeyFinder.bearer(headers.get("authorization")));
    finder.add("x-api-key", headers.get("x-api-key"));
    finder.add("api-key", headers.get("api-key"));
    finder.add("x-goog-api-key", headers.get("x-goog-api-key"));
    finder.add("the query parameter key", queryKey);
    return finder.found();
  }
}
