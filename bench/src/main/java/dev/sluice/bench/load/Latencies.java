package dev.sluice.bench.load;

import org.HdrHistogram.Histogram;

/**
 * Latencies in nanoseconds, to three digits. What is above the largest value counts as that: a lost
 * measurement would be the worst of all. One thread.
 */
public final class Latencies {

  private static final long LARGEST = 120_000_000_000L;
  private static final int DIGITS = 3;

  private final Histogram histogram = new Histogram(1, LARGEST, DIGITS);

  /** Records the time from {@code fromNanos} to {@code toNanos}; a negative one counts as none. */
  public void record(long fromNanos, long toNanos) {
    histogram.recordValue(Math.clamp(toNanos - fromNanos, 0, LARGEST));
  }

  public Quantiles quantiles() {
    if (histogram.getTotalCount() == 0) {
      return Quantiles.NONE;
    }
    return new Quantiles(
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }
}
