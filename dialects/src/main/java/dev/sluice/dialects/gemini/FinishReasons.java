package dev.sluice.dialects.gemini;

import dev.sluice.schemas.chat.FinishReason;

/** The words for why a candidate ended, or a prompt was blocked. */
final class FinishReasons {
  private FinishReasons() {}

  /**
   * The meaning of a word, or of its number where the API was asked for numbers. A call of a tool
   * is a stop here, too.
   */
  static FinishReason of(String word) {
    return switch (word) {
      case "STOP", "1" -> FinishReason.STOP;
      case "MAX_TOKENS", "2" -> FinishReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "LANGUAGE",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "MODEL_ARMOR",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION",
          "3",
          "4" ->
          FinishReason.CONTENT_FILTER;
      case "MALFORMED_FUNCTION_CALL",
          "UNEXPECTED_TOOL_CALL",
          "TOO_MANY_TOOL_CALLS",
          "MISSING_THOUGHT_SIGNATURE",
          "MALFORMED_RESPONSE",
          "NO_IMAGE" ->
          FinishReason.ERROR;
      default -> FinishReason.UNKNOWN;
    };
  }

  static String word(FinishReason reason) {
    return switch (reason) {
      case LENGTH -> "MAX_TOKENS";
      case CONTENT_FILTER, REFUSAL -> "SAFETY";
      case ERROR -> "OTHER";
      case STOP, TOOL_CALLS, PAUSE, UNKNOWN -> "STOP";
    };
  }
}
