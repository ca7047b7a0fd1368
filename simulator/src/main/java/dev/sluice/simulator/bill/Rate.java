package dev.sluice.simulator.bill;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The price of one model, in pico-dollars a token. One USD per million tokens is a million
 * pico-dollars a token, so list prices with up to six decimals are exact.
 *
 * @param above prompts of more tokens than this are charged by {@code longPrompt}, with all that
 *     comes of them
 * @param longPrompt null where all prompts cost the same
 */
public record Rate(
    long input,
    long cachedInput,
    long cacheWrite,
    long cacheWrite1h,
    long audio,
    long output,
    long above,
    @Nullable Rate longPrompt) {

  private static final BigDecimal PICO_PER_LIST_PRICE = BigDecimal.valueOf(1_000_000);
  private static final long PICO_PER_NANO = 1_000;

  /**
   * Turns a list price in USD per million tokens into pico-dollars a token.
   *
   * @throws ArithmeticException if the price has more than six decimals
   */
  public static long picoDollarsPerToken(BigDecimal usdPerMillionTokens) {
    return usdPerMillionTokens.multiply(PICO_PER_LIST_PRICE).longValueExact();
  }

  /** The price of a model whose prompts all cost the same. */
  public Rate(
      long input, long cachedInput, long cacheWrite, long cacheWrite1h, long audio, long output) {
    this(input, cachedInput, cacheWrite, cacheWrite1h, audio, output, 0, null);
  }

  /** The same with another price for prompts of more tokens. */
  Rate above(long tokens, Rate longer) {
    return new Rate(input, cachedInput, cacheWrite, cacheWrite1h, audio, output, tokens, longer);
  }

  /** The cost in nano-dollars: summed exactly over the classes, then rounded up, once. */
  public long nanoDollars(Tokens tokens) {
    if (longPrompt != null && tokens.prompt() > above) {
      return longPrompt.nanoDollars(tokens);
    }
    long pico = Math.multiplyExact(input, (long) tokens.input());
    pico = Math.addExact(pico, Math.multiplyExact(cachedInput, (long) tokens.cachedInput()));
    pico = Math.addExact(pico, Math.multiplyExact(cacheWrite, (long) tokens.cacheWrite()));
    pico = Math.addExact(pico, Math.multiplyExact(cacheWrite1h, (long) tokens.cacheWrite1h()));
    pico = Math.addExact(pico, Math.multiplyExact(audio, (long) tokens.audio()));
    pico = Math.addExact(pico, Math.multiplyExact(output, (long) tokens.completion()));
    return Math.ceilDiv(pico, PICO_PER_NANO);
  }
}
