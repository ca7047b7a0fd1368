package dev.sluice.schemas.money;

import java.math.BigDecimal;

/**
 * An amount of US dollars in whole nano-dollars (1 USD is 1,000,000,000). May be negative: a
 * correction or a debt. Arithmetic that leaves the range of a long throws {@link
 * ArithmeticException} and never wraps around.
 */
public record NanoDollars(long value) implements Comparable<NanoDollars> {
  public static final NanoDollars ZERO = new NanoDollars(0);
  private static final int DECIMALS = 9;

  /**
   * The amount in dollars.
   *
   * @throws ArithmeticException if it has more than nine decimals or does not fit
   */
  public static NanoDollars ofUsd(BigDecimal usd) {
    return new NanoDollars(usd.movePointRight(DECIMALS).longValueExact());
  }

  public NanoDollars plus(NanoDollars other) {
    return new NanoDollars(Math.addExact(value, other.value));
  }

  public NanoDollars minus(NanoDollars other) {
    return new NanoDollars(Math.subtractExact(value, other.value));
  }

  /** The amount in dollars with nine decimals. */
  public BigDecimal usd() {
    return BigDecimal.valueOf(value, DECIMALS);
  }

  /** Dollars in plain decimal notation without needless zeros, for headers and pages. */
  public String usdText() {
    return value == 0 ? "0" : usd().stripTrailingZeros().toPlainString();
  }

  @Override
  public int compareTo(NanoDollars other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return usdText() + " USD";
  }
}
