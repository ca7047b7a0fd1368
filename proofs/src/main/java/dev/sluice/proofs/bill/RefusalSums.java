package dev.sluice.proofs.bill;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sums of a budget as a refusal tells them, in nano-dollars.
 *
 * @param worstCase of the request that was refused
 */
public record RefusalSums(long spent, long reserved, long worstCase) {
  private static final Pattern SUMS =
      Pattern.compile(
          "spent (\\S+) USD, reserved (\\S+) USD, this request may cost up to (\\S+) USD");

  /** Those in this message, empty where it has none. */
  public static Optional<RefusalSums> in(String message) {
    Matcher sums = SUMS.matcher(message);
    return sums.find()
        ? Optional.of(
            new RefusalSums(nano(sums.group(1)), nano(sums.group(2)), nano(sums.group(3))))
        : Optional.empty();
  }

  private static long nano(String usd) {
    return new BigDecimal(usd).movePointRight(9).longValueExact();
  }

  /** What is taken of the limit. */
  public long taken() {
    return spent + reserved;
  }

  @Override
  public String toString() {
    return "spent " + spent + ", reserved " + reserved + ", worst case " + worstCase;
  }
}
