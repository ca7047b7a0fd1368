package dev.sluice.ingress.request;

import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's metadata say of a request.
 *
 * @param texts those of its values that are texts, within the bounds that the dialect documents
 * @param tags {@code feature:<value>} and {@code team:<value>}, where the caller says so
 */
record Metadata(Map<String, String> texts, List<String> tags) {
  private static final Metadata NONE = new Metadata(Map.of(), List.of());
  private static final List<String> TAGS = List.of("feature", "team");

  private static final int MOST = 16;
  private static final int MOST_KEY_CHARACTERS = 64;
  private static final int MOST_VALUE_CHARACTERS = 512;

  Metadata {
    texts = Map.copyOf(texts);
    tags = List.copyOf(tags);
  }

  /** What became of metadata. */
  sealed interface Outcome {
    record Read(Metadata metadata) implements Outcome {}

    /** A value that would become a tag can be none. */
    record Wrong(String param, String problem) implements Outcome {}
  }

  /** Reads the JSON text of an object, null where the caller gave none. */
  static Outcome read(@Nullable String json) {
    if (json == null) {
      return new Outcome.Read(NONE);
    }
    Map<String, String> texts = new HashMap<>();
    Map<String, String> tags = new HashMap<>();
    try (JsonCursor in = JsonCursor.ofValue(json)) {
      while (in.nextField()) {
        String key = in.field();
        boolean absent = in.isNull();
        String value = in.stringOrSkip();
        if (value != null
            && texts.size() < MOST
            && key.length() <= MOST_KEY_CHARACTERS
            && value.length() <= MOST_VALUE_CHARACTERS) {
          texts.put(key, value);
        }
        if (TAGS.contains(key) && !absent) {
          String problem = fault(key, value);
          if (!problem.isEmpty()) {
            return new Outcome.Wrong("metadata." + key, problem);
          }
          tags.put(key, key + ':' + value);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("metadata that a dialect read is no JSON object", e);
    }
    return new Outcome.Read(new Metadata(texts, new ArrayList<>(tags.values())));
  }

  private static String fault(String key, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "expected a text, which becomes the tag " + key + ":<text>";
    }
    String problem = Tags.fault(key + ':' + value);
    return problem.isEmpty() ? "" : "it becomes the tag " + key + ":<text>, and " + problem;
  }
}
