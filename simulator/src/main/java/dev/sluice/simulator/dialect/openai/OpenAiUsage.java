package dev.sluice.simulator.dialect.openai;

import dev.sluice.simulator.bill.Tokens;

/** Usage as OpenAI states it: the prompt includes what was cached, the completion the reasoning. */
final class OpenAiUsage {

  private OpenAiUsage() {}

  static void append(Tokens tokens, StringBuilder json) {
    json.append("{\"prompt_tokens\":").append(tokens.prompt());
    json.append(",\"completion_tokens\":").append(tokens.completion());
    json.append(",\"total_tokens\":").append(tokens.prompt() + tokens.completion());
    json.append(",\"prompt_tokens_details\":{\"cached_tokens\":").append(tokens.cachedInput());
    if (tokens.cacheWrite() > 0) {
      json.append(",\"cache_write_tokens\":").append(tokens.cacheWrite());
    }
    json.append(",\"audio_tokens\":").append(tokens.audio());
    json.append("},\"completion_tokens_details\":{\"reasoning_tokens\":");
    json.append(tokens.reasoning());
    json.append(",\"audio_tokens\":0,\"accepted_prediction_tokens\":0");
    json.append(",\"rejected_prediction_tokens\":0}}");
  }
}
