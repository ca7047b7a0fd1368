package dev.sluice.schemas.money;

import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exact sum of tokens times rates. A rate in pico-dollars per million tokens is atto-dollars
 * (1e-18 USD) per token, a billion of which is a nano-dollar. Whole nano-dollars and the rest are
 * summed apart, in longs while all of it surely fits, else in big integers. Used by one thread.
 */
final class ExactCost {
  private static final long ATTO_PER_NANO = 1_000_000_000L;

  /** Up to this many tokens, nine terms at the highest rate stay within a long. */
  private static final long PLAIN_TOKENS = 1_000_000_000L;

  private static final int PLAIN_TERMS = 9;

  private long nano;
  private long atto;
  private int terms;
  private @Nullable BigInteger big;

  void add(long tokens, Rate rate) {
    long attoPerToken = rate.picoUsdPerMillionTokens();
    if (big == null && tokens <= PLAIN_TOKENS && terms < PLAIN_TERMS) {
      terms++;
      nano += tokens * (attoPerToken / ATTO_PER_NANO);
      atto += tokens * (attoPerToken % ATTO_PER_NANO);
      return;
    }
    BigInteger sum = big == null ? plainSum() : big;
    big = sum.add(BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(attoPerToken)));
  }

  private BigInteger plainSum() {
    return BigInteger.valueOf(nano)
        .multiply(BigInteger.valueOf(ATTO_PER_NANO))
        .add(BigInteger.valueOf(atto));
  }

  /** The sum in nano-dollars, rounded up; empty where it does not fit. */
  Optional<NanoDollars> roundedUp() {
    if (big == null) {
      long up = Math.ceilDiv(atto, ATTO_PER_NANO);
      return nano > Long.MAX_VALUE - up
          ? Optional.empty()
          : Optional.of(new NanoDollars(nano + up));
    }
    BigInteger[] parts = big.divideAndRemainder(BigInteger.valueOf(ATTO_PER_NANO));
    BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    return up.bitLength() < Long.SIZE
        ? Optional.of(new NanoDollars(up.longValueExact()))
        : Optional.empty();
  }
}
