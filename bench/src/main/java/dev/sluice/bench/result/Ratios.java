package dev.sluice.bench.result;

import java.util.Arrays;

/**
 * The median of ratios and an interval that holds the true median with 95 % certainty or a little
 * more, whatever the ratios' distribution: that of the sign test, between two of them by rank.
 */
public record Ratios(int count, double median, double low, double high) {
  private static final double CERTAINTY = 0.95;
  private static final int LEAST = 6;

  /**
   * Of these.
   *
   * @throws IllegalArgumentException for fewer than six, which no such interval can be told of
   */
  public static Ratios of(double[] ratios) {
    if (ratios.length < LEAST) {
      throw new IllegalArgumentException("an interval needs at least " + LEAST + " pairs");
    }
    double[] sorted = ratios.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    int rank = rank(n);
    return new Ratios(
        n, (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[rank], sorted[n - 1 - rank]);
  }

  /** The most values that may be left out at each end. */
  private static int rank(int n) {
    double each = Math.pow(0.5, n);
    double outside = 0;
    int rank = 0;
    for (int k = 0; k < n / 2; k++) {
      outside += 2 * each;
      if (outside > 1 - CERTAINTY) {
        break;
      }
      rank = k;
      each *= (double) (n - k) / (k + 1);
    }
    return rank;
  }
}
