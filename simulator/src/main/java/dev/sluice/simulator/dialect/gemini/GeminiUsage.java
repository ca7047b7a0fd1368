package dev.sluice.simulator.dialect.gemini;

import dev.sluice.simulator.bill.Tokens;

/**
 * Usage as Google states it: the prompt includes what a cache gave, the candidates leave out
 * thoughts, a count of 0 is not written.
 */
final class GeminiUsage {

  private GeminiUsage() {}

  /** The bill knows no cache that is written to, so such tokens are ordinary ones. */
  static Tokens billed(Tokens tokens) {
    return new Tokens(
        tokens.input() + tokens.written(),
        tokens.cachedInput(),
        0,
        tokens.audio(),
        tokens.output(),
        tokens.reasoning());
  }

  static void append(Tokens tokens, StringBuilder json) {
    json.append("{\"promptTokenCount\":").append(tokens.prompt());
    count("candidatesTokenCount", tokens.output(), json);
    json.append(",\"totalTokenCount\":").append(tokens.prompt() + tokens.completion());
    count("cachedContentTokenCount", tokens.cachedInput(), json);
    json.append(",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":");
    json.append(tokens.prompt() - tokens.audio()).append('}');
    if (tokens.audio() > 0) {
      json.append(",{\"modality\":\"AUDIO\",\"tokenCount\":").append(tokens.audio()).append('}');
    }
    json.append(']');
    count("thoughtsTokenCount", tokens.reasoning(), json);
    json.append('}');
  }

  private static void count(String name, int tokens, StringBuilder json) {
    if (tokens > 0) {
      json.append(",\"").append(name).append("\":").append(tokens);
    }
  }
}
