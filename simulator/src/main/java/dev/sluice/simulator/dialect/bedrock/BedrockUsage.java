package dev.sluice.simulator.dialect.bedrock;

import dev.sluice.simulator.bill.Tokens;

/**
 * Usage as Bedrock states it: the input leaves out what a cache gave or took, the total has it, and
 * reasoning is not told from other output. The cache's counts are there twice.
 */
final class BedrockUsage {

  private BedrockUsage() {}

  /** The bill knows no audio here, and no reasoning. */
  static Tokens billed(Tokens tokens) {
    return new Tokens(
        tokens.input() + tokens.audio(),
        tokens.cachedInput(),
        tokens.cacheWrite(),
        tokens.cacheWrite1h(),
        0,
        tokens.completion(),
        0);
  }

  static void append(Tokens tokens, StringBuilder json) {
    json.append("{\"inputTokens\":").append(tokens.input());
    json.append(",\"outputTokens\":").append(tokens.output());
    json.append(",\"totalTokens\":").append(tokens.prompt() + tokens.output());
    for (String name : new String[] {"InputTokens", "InputTokenCount"}) {
      json.append(",\"cacheRead").append(name).append("\":").append(tokens.cachedInput());
      json.append(",\"cacheWrite").append(name).append("\":").append(tokens.written());
    }
    if (tokens.cacheWrite1h() > 0) {
      json.append(",\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":")
          .append(tokens.cacheWrite1h());
      json.append("},{\"ttl\":\"5m\",\"inputTokens\":").append(tokens.cacheWrite()).append("}]");
    }
    json.append(",\"serverToolUsage\":{}}");
  }
}
