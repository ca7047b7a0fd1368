package dev.sluice.simulator.dialect.cohere;

import dev.sluice.simulator.bill.Tokens;

/**
 * Usage as Cohere states it: what is billed, and what the model saw, which is more by a prompt of
 * Cohere's own. Only the latter tells reasoning apart.
 */
final class CohereUsage {

  private static final int OWN_PROMPT = 500;

  private CohereUsage() {}

  /** Neither caches nor audio have a price of their own. */
  static Tokens billed(Tokens tokens) {
    return new Tokens(tokens.prompt(), 0, 0, 0, tokens.output(), tokens.reasoning());
  }

  static void append(Tokens tokens, StringBuilder json) {
    json.append("{\"billed_units\":{\"input_tokens\":").append(tokens.prompt());
    json.append(",\"output_tokens\":").append(tokens.completion());
    json.append("},\"tokens\":{\"input_tokens\":").append(tokens.prompt() + OWN_PROMPT);
    json.append(",\"output_tokens\":").append(tokens.completion());
    if (tokens.reasoning() > 0) {
      json.append(",\"reasoning_tokens\":").append(tokens.reasoning());
    }
    json.append("},\"cached_tokens\":").append(OWN_PROMPT).append('}');
  }
}
