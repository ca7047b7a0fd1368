package dev.sluice.bench;

import dev.sluice.bench.result.Point;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How long and what.
 *
 * @param warmUp of load on each mode before anything is measured
 * @param leadIn of each measurement, not counted
 * @param seconds of each measurement
 * @param points where to measure
 * @param idleSeconds before memory at rest is read
 */
record Settings(
    Duration warmUp,
    Duration leadIn,
    int seconds,
    int rounds,
    Set<Point> points,
    int starts,
    int idleSeconds) {

  Settings {
    points = EnumSet.copyOf(points);
    if (seconds < 1 || rounds < 1) {
      throw new IllegalArgumentException("there is at least one round of one second");
    }
  }

  /** For figures to be kept. */
  static Settings full() {
    return new Settings(
        Duration.ofSeconds(90), Duration.ofSeconds(2), 8, 3, EnumSet.allOf(Point.class), 3, 30);
  }

  /** To see whether all is well; the figures are rough. */
  static Settings quick() {
    return new Settings(
        Duration.ofSeconds(20), Duration.ofSeconds(1), 3, 1, EnumSet.allOf(Point.class), 1, 10);
  }

  /**
   * Where things are.
   *
   * @param root of the checkout
   * @param app folder with {@code lib/*.jar}
   * @param scratch for data and logs of this run
   */
  record Places(Path root, Path app, Path scratch) {

    Path page() {
      return root.resolve("bench").resolve("RESULTS.md");
    }

    Path script() {
      return root.resolve("sluice");
    }
  }
}
