package dev.sluice.schemas.kafka;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a role knows of the broker's clock. Deadlines are moments of that clock, so that the clocks
 * of roles need not agree (I8). Safe for any thread.
 */
public final class BrokerClock {
  /** A role whose clock is further off than this is not ready. */
  public static final long READY_SKEW_MS = 1000;

  private final InstantSource local;
  private final AtomicLong offset = new AtomicLong();

  public BrokerClock(InstantSource local) {
    this.local = local;
  }

  /**
   * Learns from one append: the broker stamped it between these two moments of the local clock.
   *
   * @param appendMs timestamp that the broker gave the record
   * @param sentMs local time before it was sent
   * @param seenMs local time after it was acknowledged or read back
   */
  public void observe(long appendMs, long sentMs, long seenMs) {
    long lowest = appendMs - seenMs;
    long highest = appendMs - sentMs;
    offset.updateAndGet(known -> Math.max(lowest, Math.min(highest, known)));
  }

  /** Milliseconds since the epoch by the broker's clock, as far as known. */
  public long nowMs() {
    return local.millis() + offset.get();
  }

  /** How far the broker's clock is ahead of the local one, in ms. */
  public long skewMs() {
    return offset.get();
  }

  public boolean withinBound() {
    return Math.abs(offset.get()) <= READY_SKEW_MS;
  }
}
