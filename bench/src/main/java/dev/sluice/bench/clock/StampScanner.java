package dev.sluice.bench.clock;

import java.util.function.LongConsumer;

/**
 * Finds stamps in bytes, in whatever pieces they arrive and whatever is around them. One thread.
 */
public final class StampScanner {

  /** Stands before and after the digits of a stamp. */
  static final char SIGN = '@';

  private static final int FEWEST_DIGITS = 6;

  private final LongConsumer found;
  private boolean inside;
  private int digits;
  private long value;

  public StampScanner(LongConsumer found) {
    this.found = found;
  }

  /** The text of a stamp. */
  static String stamp(long nanos) {
    return SIGN + Long.toString(nanos) + SIGN;
  }

  /** Looks through what arrived and tells each stamp that ends in it. */
  public void scan(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (b == SIGN) {
        sign();
      } else if (inside && b >= '0' && b <= '9') {
        value = value * 10 + (b - '0');
        digits++;
      } else {
        inside = false;
      }
    }
  }

  private void sign() {
    if (inside && digits >= FEWEST_DIGITS) {
      inside = false;
      found.accept(value);
    } else {
      inside = true;
      digits = 0;
      value = 0;
    }
  }
}
