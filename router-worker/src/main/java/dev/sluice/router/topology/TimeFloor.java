package dev.sluice.router.topology;

import java.util.function.LongSupplier;

/**
 * A moment that the broker's clock has certainly passed: the newest append time that was read, and
 * what went by here since. Limits are held against it, so that what they give back is really over.
 * For one thread.
 */
final class TimeFloor {
  private static final long NANOS_PER_MS = 1_000_000;

  private final LongSupplier nanos;
  private long passedMs;
  private long seenNanos;

  TimeFloor(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A record that was appended then has been read. */
  void passed(long appendMs) {
    long now = nanos.getAsLong();
    if (passedMs == 0 || appendMs >= passedMs + (now - seenNanos) / NANOS_PER_MS) {
      passedMs = appendMs;
      seenNanos = now;
    }
  }

  /** The floor now; 0 before anything was read. */
  long nowMs() {
    return passedMs == 0 ? 0 : passedMs + (nanos.getAsLong() - seenNanos) / NANOS_PER_MS;
  }
}
