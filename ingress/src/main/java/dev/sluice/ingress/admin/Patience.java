package dev.sluice.ingress.admin;

import java.time.Duration;

/** How long a call may still wait. */
record Patience(long endNanos) {
  /** For what a change may take, from its command until it is in force here. */
  static final Duration FOR_A_CHANGE = Duration.ofSeconds(5);

  static Patience forAChange() {
    return new Patience(System.nanoTime() + FOR_A_CHANGE.toNanos());
  }

  long leftNanos() {
    return Math.max(0, endNanos - System.nanoTime());
  }

  Duration left() {
    return Duration.ofNanos(leftNanos());
  }
}
