package dev.sluice.bench.load;

/** What is told of a distribution, in nanoseconds. */
public record Quantiles(long count, long p50Nanos, long p99Nanos, long p999Nanos, long maxNanos) {

  /** Of nothing. */
  public static final Quantiles NONE = new Quantiles(0, 0, 0, 0, 0);
}
