package dev.sluice.simulator.fault;

/**
 * How fast an answer comes. The first token is due after {@code latencyMs + ttftMs}, each further
 * one after {@code 1000 / tokensPerSecond} more; an answer in one piece comes when its last token
 * is due.
 *
 * @param latencyMs before anything, errors included
 * @param ttftMs from there to the first token
 * @param tokensPerSecond 0 means all at once; the choices of a call share the rate
 */
public record Pace(int latencyMs, int ttftMs, double tokensPerSecond) {

  /** No delay at all. */
  public static final Pace INSTANT = new Pace(0, 0, 0);

  private static final double NANOS_PER_MS = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  public Pace {
    if (latencyMs < 0 || ttftMs < 0 || !(tokensPerSecond >= 0)) {
      throw new IllegalArgumentException("delays and rates are never negative");
    }
  }

  /** Nanoseconds from the call to its nth token, counted from 0. */
  public long dueNanos(int token) {
    double wait = (latencyMs + (double) ttftMs) * NANOS_PER_MS;
    if (tokensPerSecond > 0) {
      wait += token * NANOS_PER_SECOND / tokensPerSecond;
    }
    return (long) wait;
  }

  /** The same pace without what has already been waited for. */
  public Pace afterLatency() {
    return new Pace(0, ttftMs, tokensPerSecond);
  }
}
