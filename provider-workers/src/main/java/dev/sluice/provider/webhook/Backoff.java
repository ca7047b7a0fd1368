package dev.sluice.provider.webhook;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure: twice as long after each further one, and by chance between the
 * half and the whole of it, so that what failed together does not come back together.
 *
 * @param first after the first failure, at most
 * @param most never longer
 * @param random safe for any thread
 */
record Backoff(Duration first, Duration most, RandomGenerator random) {
  /** For receivers over the internet. */
  static final Backoff STANDARD =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random());

  private static final int MOST_DOUBLINGS = 30;

  Backoff {
    if (!first.isPositive() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "a wait is longer than 0 and the longest not the shortest");
    }
  }

  /**
   * The wait after this many failures in a row.
   *
   * @param failures at least 1
   */
  Duration after(int failures) {
    long doubled = first.toNanos() << Math.clamp(failures - 1, 0, MOST_DOUBLINGS);
    long whole = doubled < first.toNanos() ? most.toNanos() : Math.min(doubled, most.toNanos());
    return Duration.ofNanos(whole / 2 + random.nextLong(whole - whole / 2 + 1));
  }
}
