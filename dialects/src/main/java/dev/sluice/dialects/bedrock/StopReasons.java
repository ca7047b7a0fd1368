package dev.sluice.dialects.bedrock;

import dev.sluice.schemas.chat.FinishReason;

/** The words for why a message ended. */
final class StopReasons {
  private StopReasons() {}

  static FinishReason of(String word) {
    return switch (word) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
      case "malformed_model_output", "malformed_tool_use" -> FinishReason.ERROR;
      default -> FinishReason.UNKNOWN;
    };
  }
}
