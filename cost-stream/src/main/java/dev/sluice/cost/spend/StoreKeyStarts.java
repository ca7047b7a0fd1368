package dev.sluice.cost.spend;

import static dev.sluice.cost.spend.SpendScope.BAR;

import java.util.List;

/**
 * What the store keys of the windows around a moment begin with. Most entries are of the same hour
 * as the one before, so those of the latest hour are kept. One thread.
 */
final class StoreKeyStarts {
  private static final long HOUR_MS = 3_600_000;

  private long hour = Long.MIN_VALUE;
  private List<String> starts = List.of();

  /** One for each window that the moment lies in; the key of a scope completes it. */
  List<String> at(long ms) {
    long asked = hourOf(ms);
    if (asked != hour) {
      hour = asked;
      starts =
          WindowLength.ALL.stream()
              .map(length -> length.mark() + length.startOf(ms) + BAR)
              .toList();
    }
    return starts;
  }

  /** Number of the hour in UTC. */
  static long hourOf(long ms) {
    return Math.floorDiv(ms, HOUR_MS);
  }
}
