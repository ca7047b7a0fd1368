package dev.sluice.dialects.ollama;

import dev.sluice.schemas.chat.FinishReason;

/** The words for why a reply ended; older servers give none. A call of a tool is a stop. */
final class FinishReasons {
  private FinishReasons() {}

  static FinishReason of(String word, boolean calls) {
    return switch (word) {
      case "", "stop", "load", "unload" -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      default -> FinishReason.UNKNOWN;
    };
  }
}
