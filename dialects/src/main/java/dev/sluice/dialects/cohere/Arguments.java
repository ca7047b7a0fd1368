package dev.sluice.dialects.cohere;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Arguments of tool calls: the text of an object, which may be missing or say {@code null}. */
final class Arguments {
  static final String NONE = "{}";

  private Arguments() {}

  /** Whether the text says that there are none. */
  static boolean saysNone(@Nullable String text) {
    return text == null || text.isBlank() || text.strip().equals("null");
  }

  /** The text as the provider gave it, an empty object where it gave none. */
  static String read(@Nullable String text) {
    return text == null || saysNone(text) ? NONE : text;
  }

  /** The text of an object; what is not one is wrapped. */
  static String written(@Nullable String text) {
    if (text == null || saysNone(text)) {
      return NONE;
    }
    try (JsonCursor in = JsonCursor.ofValue(text)) {
      if (in.isObject()) {
        in.skip();
        in.end();
        return text;
      }
    } catch (IOException e) {
      // not JSON: wrapped below
    }
    return "{\"arguments\":" + JsonText.quoted(text) + "}";
  }
}
