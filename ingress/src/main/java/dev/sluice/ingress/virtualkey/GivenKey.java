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
  /** Headers that hold a key and nothing else. */
  List<String> HEADERS = List.of("x-api-key", "api-key", "x-goog-api-key");

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

  /**
   * Looks for it in a request.
   *
   * @param query of the URL as it was on the wire, null where it has none
   */
  static GivenKey of(MultiMap headers, @Nullable String query) {
    KeyFinder finder = new KeyFinder();
    headers.getAll("authorization").forEach(finder::authorization);
    for (String name : HEADERS) {
      headers.getAll(name).forEach(key -> finder.add(name, key));
    }
    if (query != null) {
      finder.query(query);
    }
    return finder.found();
  }
}
