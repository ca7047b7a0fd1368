package dev.sluice.bench.load;

/**
 * When the calls of a fixed rate are due. Computed from the number of the call, never from the one
 * before, so that no rounding adds up and a late sender does not move what follows.
 *
 * @param startNanos when the first is due
 */
public record DueTimes(long startNanos, double perSecond) {

  public DueTimes {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("the rate is " + perSecond);
    }
  }

  /** When the call of this number, counted from 0, is due. */
  public long dueNanos(long number) {
    return startNanos + (long) (number * (1e9 / perSecond));
  }
}
