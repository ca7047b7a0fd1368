package dev.sluice.dialects.responses;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.FinishReason;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a response ended. */
final class Status {
  /** Items that cost nothing but their tokens; what is not known here may cost more. */
  private static final Set<String> FREE =
      Set.of(
          "message",
          "reasoning",
          "function_call",
          "custom_tool_call",
          "computer_call",
          "local_shell_call",
          "apply_patch_call",
          "mcp_list_tools",
          "mcp_call",
          "mcp_approval_request");

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

  private static String tool(String type) {
    String call = "_call";
    return type.endsWith(call) ? type.substring(0, type.length() - call.length()) : type;
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
        } else if (!FREE.contains(type)) {
          calls.merge(tool(type), 1L, Long::sum);
        }
      }
    }
  }
}
