package dev.sluice.ingress.audit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much of each actor is written down: {@value #BURST} entries in a row, then one every ten
 * seconds, which says how many were left out. Safe for any thread.
 *
 * <p>It keeps a few bytes for each actor it was ever asked about, so actors are to be names of what
 * is configured, and one for all the rest.
 */
public final class FloodBound {
  /** Entries of an actor that are written down without a pause. */
  public static final int BURST = 60;

  /** Then it takes so long for another one. */
  public static final Duration EVERY = Duration.ofSeconds(10);

  private static final int LONGEST_REASON = 300;

  private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

  /**
   * What to write down as the reason: cut where it is long, with what was left out; empty where
   * this entry is to be left out.
   */
  public Optional<String> take(String actor, long nowMs, String reason) {
    return allowances
        .computeIfAbsent(actor, first -> new Allowance())
        .take(nowMs)
        .map(leftOut -> text(reason, leftOut));
  }

  private static String text(String reason, long leftOut) {
    String cut =
        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
    return leftOut == 0 ? cut : cut + " (and " + leftOut + " refusals before, not written down)";
  }

  /** What one actor has left. */
  private static final class Allowance {
    private double left = BURST;
    private long asOfMs = Long.MIN_VALUE;
    private long leftOut;

    /** How many were left out since the last that was taken; empty where this one is left out. */
    synchronized Optional<Long> take(long nowMs) {
      if (asOfMs != Long.MIN_VALUE) {
        left = Math.min(BURST, left + Math.max(0, nowMs - asOfMs) / (double) EVERY.toMillis());
      }
      asOfMs = nowMs;
      if (left < 1) {
        leftOut++;
        return Optional.empty();
      }
      left--;
      long before = leftOut;
      leftOut = 0;
      return Optional.of(before);
    }
  }
}
