package dev.sluice.schemas.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A price per token, exact: held in pico-dollars (1e-12 USD) per million tokens, so that list
 * prices with up to twelve decimals lose nothing. From 0 to 1,000,000 USD per million tokens.
 */
public record Rate(long picoUsdPerMillionTokens) implements Comparable<Rate> {
  public static final Rate FREE = new Rate(0);
  static final int DECIMALS = 12;
  private static final long HIGHEST = 1_000_000_000_000_000_000L;

  public Rate {
    if (picoUsdPerMillionTokens < 0 || picoUsdPerMillionTokens > HIGHEST) {
      throw new IllegalArgumentException(
          "a rate is from 0 to 1000000 USD per million tokens, not "
              + BigDecimal.valueOf(picoUsdPerMillionTokens, DECIMALS).toPlainString());
    }
  }

  /**
   * The rate of this many USD per million tokens.
   *
   * @throws IllegalArgumentException if it is negative, above 1,000,000, or has more than twelve
   *     decimals
   */
  public static Rate ofUsdPerMillionTokens(BigDecimal usd) {
    try {
      return new Rate(usd.movePointRight(DECIMALS).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a rate has at most twelve decimals and is at most 1000000 USD per million tokens", e);
    }
  }

  /** As {@link #ofUsdPerMillionTokens(BigDecimal)}, from decimal text such as {@code 0.15}. */
  public static Rate parse(String usdPerMillionTokens) {
    return ofUsdPerMillionTokens(new BigDecimal(usdPerMillionTokens));
  }

  /** In USD per million tokens, without needless zeros. */
  public BigDecimal usdPerMillionTokens() {
    BigDecimal usd = BigDecimal.valueOf(picoUsdPerMillionTokens, DECIMALS).stripTrailingZeros();
    return usd.scale() < 0 ? usd.setScale(0) : usd;
  }

  /**
   * This rate times {@code hundredths / 100}, for list rules such as "a write costs 125 % of
   * input". Rounded up in the thirteenth decimal, cut at the highest rate.
   */
  Rate timesHundredths(int hundredths) {
    BigDecimal product =
        BigDecimal.valueOf(picoUsdPerMillionTokens).multiply(BigDecimal.valueOf(hundredths, 2));
    long pico = product.setScale(0, RoundingMode.CEILING).longValueExact();
    return new Rate(Math.min(pico, HIGHEST));
  }

  static Rate higher(Rate a, Rate b) {
    return a.picoUsdPerMillionTokens >= b.picoUsdPerMillionTokens ? a : b;
  }

  @Override
  public int compareTo(Rate other) {
    return Long.compare(picoUsdPerMillionTokens, other.picoUsdPerMillionTokens);
  }

  @Override
  public String toString() {
    return usdPerMillionTokens().toPlainString() + " USD per 1M tokens";
  }
}
