package dev.sluice.dialects.responses;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.FinishReason;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a response ended. */
final class Status {
  private Status() {}

  static FinishReason reason(String status, @Nullable String incomplete, boolean calls) {
    return switch (status) {
      case "incomplete" ->
          "content_filter".equals(incomplete) ? FinishReason.CONTENT_FILTER : FinishReason.LENGTH;
      case "failed", "cancelled" -> FinishReason.ERROR;
      default -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }

  /** Why a response is not complete, null where it is. */
  static @Nullable String incomplete(FinishReason reason) {
    return switch (reason) {
      case LENGTH -> "max_output_tokens";
      case CONTENT_FILTER -> "content_filter";
      case STOP, TOOL_CALLS, REFUSAL, PAUSE, ERROR, UNKNOWN -> null;
    };
  }

  /** The reason in {@code incomplete_details}. */
  static @Nullable String why(String details) throws IOException {
    String why = null;
    try (JsonCursor in = JsonCursor.ofValue(details)) {
      while (in.nextField()) {
        if (in.field().equals("reason")) {
          why = in.stringOrSkip();
        } else {
          in.skip();
        }
      }
    }
    return why;
  }

  /** Counts an item that is a call of a tool of the provider's own, which it bills by the piece. */
  static void count(@Nullable String raw, Map<String, Long> calls) throws IOException {
    if (raw == null) {
      return;
    }
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextField()) {
        String type = in.field().equals("type") ? in.stringOrSkip() : null;
        if (type == null) {
          in.skip();
        } else if (type.equals("web_search_call") || type.equals("file_search_call")) {
          calls.merge(type.substring(0, type.length() - "_call".length()), 1L, Long::sum);
        }
      }
    }
  }
}
