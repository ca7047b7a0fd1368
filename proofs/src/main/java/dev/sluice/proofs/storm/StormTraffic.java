package dev.sluice.proofs.storm;

import dev.sluice.proofs.traffic.Ask;
import java.util.List;
import java.util.Random;

/**
 * Requests of several models and users: one in four streamed, one in ten without usage. The first
 * user asks as much as all others together.
 */
final class StormTraffic {
  static final int USERS = 8;

  private final Random random;
  private final List<String> models;
  private final int outputTokens;
  private final int tokensPerSecond;

  /**
   * @param outputTokens on average; a request has from half to one and a half of that
   */
  StormTraffic(long seed, List<String> models, int outputTokens, int tokensPerSecond) {
    this.random = new Random(seed);
    this.models = List.copyOf(models);
    this.outputTokens = outputTokens;
    this.tokensPerSecond = tokensPerSecond;
  }

  static String user(int number) {
    return "user-" + number;
  }

  synchronized Ask next() {
    int out = outputTokens / 2 + random.nextInt(outputTokens);
    boolean stream = random.nextInt(4) == 0;
    String fault = random.nextInt(10) == 0 ? " fault=no_usage" : "";
    int who = random.nextBoolean() ? 0 : 1 + random.nextInt(USERS - 1);
    String prompt = words() + "[[sim out=%d tps=%d%s]]".formatted(out, tokensPerSecond, fault);
    String model = models.get(random.nextInt(models.size()));
    return new Ask(model, prompt, stream, stream, -1, out + 50, user(who));
  }

  private String words() {
    StringBuilder text = new StringBuilder();
    for (int i = 3 + random.nextInt(60); i > 0; i--) {
      text.append("word").append(random.nextInt(1000)).append(' ');
    }
    return text.toString();
  }
}
