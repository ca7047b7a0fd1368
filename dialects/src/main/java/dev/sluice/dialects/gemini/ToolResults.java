package dev.sluice.dialects.gemini;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results of functions, which are objects here and text elsewhere. The key {@value #OUTPUT} holds
 * the result of one that worked and {@value #ERROR} what one that failed said, as the API defines
 * them; an object with other keys is the result itself.
 */
final class ToolResults {
  static final String OUTPUT = "output";
  static final String ERROR = "error";

  private ToolResults() {}

  /** The object for a text: the text's own object, or one made around it. */
  static String object(String text, @Nullable Boolean failed) {
    String key = Boolean.TRUE.equals(failed) ? ERROR : OUTPUT;
    String structure = structure(text);
    if (structure == null) {
      return "{\"" + key + "\":" + JsonText.quoted(text) + "}";
    }
    boolean whole = structure.startsWith("{") && !Boolean.TRUE.equals(failed);
    return whole ? structure : "{\"" + key + "\":" + structure + "}";
  }

  /** The object or list that the text is, null where it is none. */
  private static @Nullable String structure(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return null;
    }
    try (JsonCursor in = JsonCursor.ofValue(stripped)) {
      String raw = in.raw();
      in.end();
      return raw;
    } catch (IOException e) {
      return null;
    }
  }

  /** The text for an object. */
  static String text(String object) {
    Map<String, String> fields = fields(object);
    if (fields.size() != 1) {
      return object;
    }
    Map.Entry<String, String> only = fields.entrySet().iterator().next();
    boolean wrapped =
        switch (only.getKey()) {
          case OUTPUT, ERROR, "result" -> true;
          default -> false;
        };
    if (!wrapped) {
      return object;
    }
    try (JsonCursor in = JsonCursor.ofValue(only.getValue())) {
      return in.isString() ? in.string() : only.getValue();
    } catch (IOException e) {
      return object;
    }
  }

  static boolean isError(String object) {
    Map<String, String> fields = fields(object);
    return fields.size() == 1 && fields.containsKey(ERROR);
  }

  private static Map<String, String> fields(String object) {
    try (JsonCursor in = JsonCursor.ofValue(object)) {
      return in.isObject() ? in.rawFields() : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }
}
