package dev.sluice.provider.calls;

import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.ToolDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What counts as content. Pure. */
final class Contents {
  private Contents() {}

  /** Whether this event shows something to the caller that cannot be taken back. */
  static boolean isContent(CanonicalEvent event) {
    return switch (event.getKind()) {
      case TEXT_DELTA, REASONING_DELTA, REFUSAL_DELTA, TOOL_ARGS_DELTA, SIGNATURE ->
          event.getText() != null && !event.getText().isEmpty();
      case TOOL_CALL_START -> true;
      default -> false;
    };
  }

  /** Whether the text of this event is output that is charged for. */
  static boolean hasOutputText(CanonicalEvent event) {
    return switch (event.getKind()) {
      case TEXT_DELTA, REASONING_DELTA, REFUSAL_DELTA, TOOL_ARGS_DELTA -> true;
      default -> false;
    };
  }

  static boolean startsToolCall(CanonicalEvent event) {
    return event.getKind() == EventKind.TOOL_CALL_START;
  }

  /** All text of a request, to be counted. */
  static String textOf(CanonicalRequest request) {
    var text = new StringBuilder();
    parts(text, request.getSystem());
    for (Message message : request.getMessages()) {
      parts(text, message.getParts());
    }
    for (ToolDefinition tool : request.getTools()) {
      append(text, tool.getName());
      append(text, tool.getDescription());
      append(text, tool.getParametersSchema());
      append(text, tool.getRaw());
    }
    return text.toString();
  }

  private static void parts(StringBuilder text, List<ContentPart> parts) {
    for (ContentPart part : parts) {
      append(text, part.getText());
      append(text, part.getToolName());
      append(text, part.getArguments());
      append(text, part.getRaw());
      parts(text, part.getParts());
    }
  }

  private static void append(StringBuilder text, @Nullable String piece) {
    if (piece != null && !piece.isEmpty()) {
      text.append(piece).append('\n');
    }
  }
}
