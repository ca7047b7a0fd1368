package dev.sluice.bench.result;

import java.util.Arrays;
import java.util.Locale;

/** How numbers are written on the page: as many digits as the measurement deserves. */
public final class Figures {

  private static final double NANOS_PER_MS = 1e6;

  private Figures() {}

  /** Nanoseconds as milliseconds: {@code 0.083}, {@code 1.58}, {@code 12.3}, {@code 153}. */
  public static String millis(double nanos) {
    return digits(nanos / NANOS_PER_MS);
  }

  /** Calls a second: {@code 563}, {@code 6.1 k}. */
  public static String rate(double perSecond) {
    return perSecond < 1000
        ? String.format(Locale.ROOT, "%.0f", perSecond)
        : digits(perSecond / 1000) + " k";
  }

  /** Three digits. */
  static String digits(double value) {
    double size = Math.abs(value);
    if (size >= 99.95) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    if (size >= 9.995) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return String.format(Locale.ROOT, size >= 0.9995 || size == 0 ? "%.2f" : "%.3f", value);
  }

  /** The middle one, or the mean of the two in the middle. */
  public static double median(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing has no median");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
