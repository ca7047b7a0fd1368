package dev.sluice.bench.load;

import java.time.Duration;

/**
 * The part of a load that is measured: after a lead-in, for so long. Serves one load.
 *
 * <p>The two actions run on the load's thread at the window's edges; processor times are read
 * there.
 */
public final class Window {

  private final long leadInNanos;
  private final long lengthNanos;
  private final Runnable onBegin;
  private final Runnable onEnd;
  private long beginNanos;
  private boolean begun;
  private boolean ended;

  public Window(Duration leadIn, Duration length, Runnable onBegin, Runnable onEnd) {
    this.leadInNanos = leadIn.toNanos();
    this.lengthNanos = length.toNanos();
    this.onBegin = onBegin;
    this.onEnd = onEnd;
  }

  /** A window without actions. */
  public static Window of(Duration leadIn, Duration length) {
    return new Window(leadIn, length, () -> {}, () -> {});
  }

  void start(long nowNanos) {
    beginNanos = nowNanos + leadInNanos;
  }

  long beginNanos() {
    return beginNanos;
  }

  long endNanos() {
    return beginNanos + lengthNanos;
  }

  double seconds() {
    return lengthNanos / 1e9;
  }

  boolean contains(long nanos) {
    return nanos - beginNanos >= 0 && nanos - endNanos() < 0;
  }

  /** Runs what is due; tells whether the window is still to come or open. */
  boolean advance(long nowNanos) {
    if (!begun && nowNanos - beginNanos >= 0) {
      begun = true;
      onBegin.run();
    }
    if (!ended && nowNanos - endNanos() >= 0) {
      ended = true;
      onEnd.run();
    }
    return !ended;
  }

  /** Milliseconds until an edge, at most {@code most}. */
  long waitMillis(long nowNanos, long most) {
    long edge = begun ? endNanos() : beginNanos;
    return Math.min(most, Math.max(1, (edge - nowNanos) / 1_000_000));
  }
}
