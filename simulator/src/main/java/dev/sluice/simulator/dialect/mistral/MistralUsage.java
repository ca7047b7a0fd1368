package dev.sluice.simulator.dialect.mistral;

import dev.sluice.simulator.bill.Tokens;

/** Usage as Mistral states it: the completion holds the reasoning, which is not told apart. */
final class MistralUsage {

  private MistralUsage() {}

  /** What Mistral tells apart. */
  static Tokens billed(Tokens tokens) {
    return new Tokens(
        tokens.input() + tokens.cacheWrite() + tokens.audio(),
        tokens.cachedInput(),
        0,
        0,
        tokens.completion(),
        0);
  }

  static void append(Tokens tokens, StringBuilder json) {
    json.append("{\"prompt_tokens\":").append(tokens.prompt());
    json.append(",\"total_tokens\":").append(tokens.prompt() + tokens.completion());
    json.append(",\"completion_tokens\":").append(tokens.completion());
    json.append(",\"prompt_tokens_details\":{\"cached_tokens\":").append(tokens.cachedInput());
    json.append("},\"service_tier\":\"standard\"}");
  }
}
