package dev.sluice.simulator.dialect.anthropic;

import dev.sluice.simulator.bill.Tokens;

/**
 * Usage as Anthropic states it: the input leaves out what a cache gave or took, the output includes
 * thinking.
 */
final class AnthropicUsage {

  private AnthropicUsage() {}

  static void append(Tokens tokens, int output, StringBuilder json) {
    json.append("{\"input_tokens\":").append(tokens.input() + tokens.audio());
    json.append(",\"cache_creation_input_tokens\":").append(tokens.written());
    json.append(",\"cache_read_input_tokens\":").append(tokens.cachedInput());
    json.append(",\"cache_creation\":{\"ephemeral_5m_input_tokens\":").append(tokens.cacheWrite());
    json.append(",\"ephemeral_1h_input_tokens\":").append(tokens.cacheWrite1h());
    json.append("},\"output_tokens\":").append(output);
    if (tokens.reasoning() > 0 && output == tokens.completion()) {
      json.append(",\"output_tokens_details\":{\"thinking_tokens\":");
      json.append(tokens.reasoning()).append('}');
    }
    json.append(",\"service_tier\":\"standard\"}");
  }
}
