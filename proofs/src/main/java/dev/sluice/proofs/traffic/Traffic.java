package dev.sluice.proofs.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A seeded mix of requests: JSON and streams, errors with and without a next deployment, callers
 * that hang up at every event, replies without usage. The same seed gives the same mix.
 */
public final class Traffic {
  private final Random random;
  private final List<String> models;

  /**
   * @param models each is asked in turn by chance
   */
  public Traffic(long seed, List<String> models) {
    this.random = new Random(seed);
    this.models = List.copyOf(models);
  }

  /** The whole mix. */
  public List<Ask> mixed(int count) {
    List<Ask> asks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      asks.add(next(i));
    }
    return asks;
  }

  /** Calls that no fault of the provider disturbs; about half of them streams. */
  public Ask calm(int outputTokens, int tokensPerSecond) {
    boolean stream = random.nextBoolean();
    String directive = "[[sim out=%d tps=%d]]".formatted(outputTokens, tokensPerSecond);
    return new Ask(model(), words() + directive, stream, stream, -1, outputTokens + 50);
  }

  private Ask next(int index) {
    int kind = random.nextInt(100);
    int out = 5 + random.nextInt(40);
    if (kind < 35) {
      return json("out=" + out, out);
    }
    if (kind < 60) {
      return stream("out=" + out + " tps=2000", out, true, -1);
    }
    if (kind < 70) {
      // Every event index in turn, the first among them.
      int at = 1 + index % 24;
      return stream("out=60 tps=60", 60, true, at);
    }
    if (kind < 77) {
      return json("out=" + out + " fault=no_usage", out);
    }
    if (kind < 82) {
      return stream("out=" + out + " tps=2000 fault=no_usage", out, true, -1);
    }
    if (kind < 86) {
      return json("fault=429", out);
    }
    if (kind < 90) {
      return json("fault=500", out);
    }
    if (kind < 92) {
      return json("fault=reset", out);
    }
    if (kind < 94) {
      return json("out=" + out + " fault=malformed", out);
    }
    if (kind < 96) {
      return stream("out=30 tps=2000 fault=cut after=" + (1 + random.nextInt(20)), 30, true, -1);
    }
    if (kind < 98) {
      return json("out=" + out + " cached=4 reasoning=7", out);
    }
    return json("fault=400", out);
  }

  private Ask json(String directive, int out) {
    return new Ask(model(), words() + "[[sim " + directive + "]]", false, false, -1, out + 50);
  }

  private Ask stream(String directive, int out, boolean usage, int hangUpAfter) {
    return new Ask(
        model(), words() + "[[sim " + directive + "]]", true, usage, hangUpAfter, out + 50);
  }

  private String model() {
    return models.get(random.nextInt(models.size()));
  }

  private String words() {
    StringBuilder text = new StringBuilder();
    for (int i = 3 + random.nextInt(60); i > 0; i--) {
      text.append("word").append(random.nextInt(1000)).append(' ');
    }
    return text.toString();
  }
}
