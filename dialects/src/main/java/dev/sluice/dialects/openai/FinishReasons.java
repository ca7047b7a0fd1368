package dev.sluice.dialects.openai;

import dev.sluice.schemas.chat.FinishReason;

/** The words for why a choice ended, vendors' own included. */
final class FinishReasons {
  private FinishReasons() {}

  static FinishReason of(String word) {
    return switch (word) {
      case "stop", "eos", "end_turn", "stop_sequence", "" -> FinishReason.STOP;
      case "length", "max_tokens", "model_length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call", "tool_use" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      case "error" -> FinishReason.ERROR;
      default -> FinishReason.UNKNOWN;
    };
  }

  /** OpenAI's own word; it has none for a pause or an error, which read as a stop. */
  static String word(FinishReason reason) {
    return switch (reason) {
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER, REFUSAL -> "content_filter";
      case STOP, PAUSE, ERROR, UNKNOWN -> "stop";
    };
  }
}
