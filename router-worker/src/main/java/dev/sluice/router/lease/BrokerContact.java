package dev.sluice.router.lease;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Since when the contact with the broker is unbroken, and up to when nothing is missing. One thread
 * looks, others ask.
 */
final class BrokerContact {
  private static final Duration GAP = Duration.ofMillis(1500);

  private final LongSupplier nanos;
  private volatile long sinceNanos;
  private volatile long caughtUpAsOfNanos;
  private volatile long lookedNanos;
  private volatile boolean broken = true;

  BrokerContact(LongSupplier nanos) {
    this.nanos = nanos;
    this.sinceNanos = nanos.getAsLong();
    this.caughtUpAsOfNanos = sinceNanos;
    this.lookedNanos = sinceNanos;
  }

  /** Takes what the follower knows; {@link Long#MIN_VALUE} stands for never. */
  void look(long lastContactNanos, long caughtUpNanos) {
    long now = nanos.getAsLong();
    boolean stopped = now - lookedNanos > GAP.toNanos();
    boolean away = lastContactNanos == Long.MIN_VALUE || now - lastContactNanos > GAP.toNanos();
    if (away || stopped) {
      broken = true;
    } else if (broken) {
      sinceNanos = now;
      broken = false;
    }
    if (caughtUpNanos != Long.MIN_VALUE) {
      caughtUpAsOfNanos = caughtUpNanos;
    }
    lookedNanos = now;
  }

  /** Since when; now where it is broken, or where nobody looked for long. */
  long sinceNanos() {
    long now = nanos.getAsLong();
    return broken || now - lookedNanos > GAP.toNanos() ? now : sinceNanos;
  }

  long caughtUpAsOfNanos() {
    return caughtUpAsOfNanos;
  }
}
