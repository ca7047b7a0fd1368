package dev.sluice.provider.calls;

import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;

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
}
