package dev.sluice.dialects.anthropic;

import dev.sluice.schemas.chat.FinishReason;

/** The words for why a message ended. */
final class StopReasons {
  private StopReasons() {}

  static FinishReason of(String word) {
    return switch (word) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.REFUSAL;
      case "pause_turn" -> FinishReason.PAUSE;
      default -> FinishReason.UNKNOWN;
    };
  }

  static String word(FinishReason reason, boolean stopSequence) {
    return switch (reason) {
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER, REFUSAL -> "refusal";
      case PAUSE -> "pause_turn";
      case STOP, ERROR, UNKNOWN -> stopSequence ? "stop_sequence" : "end_turn";
    };
  }
}
