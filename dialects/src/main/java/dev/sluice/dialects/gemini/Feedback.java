package dev.sluice.dialects.gemini;

import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What an answer says about the prompt. */
final class Feedback {
  static final String FIELD = "promptFeedback";

  private Feedback() {}

  /** Why the prompt was blocked, null where it was not. */
  static @Nullable String blockReason(String raw) throws IOException {
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextField()) {
        if (Names.field(in).equals("blockReason")) {
          return in.isNull() ? null : in.raw();
        }
        in.skip();
      }
    }
    return null;
  }
}
