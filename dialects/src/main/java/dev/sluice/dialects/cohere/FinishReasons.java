package dev.sluice.dialects.cohere;

import dev.sluice.schemas.chat.FinishReason;

/** The words for why a message ended, those of version 1 that still come included. */
final class FinishReasons {
  private FinishReasons() {}

  static FinishReason of(String word) {
    return switch (word) {
      case "COMPLETE", "STOP_SEQUENCE" -> FinishReason.STOP;
      case "MAX_TOKENS", "ERROR_LIMIT" -> FinishReason.LENGTH;
      case "TOOL_CALL" -> FinishReason.TOOL_CALLS;
      case "ERROR_TOXIC" -> FinishReason.CONTENT_FILTER;
      case "ERROR", "TIMEOUT" -> FinishReason.ERROR;
      default -> FinishReason.UNKNOWN;
    };
  }
}
