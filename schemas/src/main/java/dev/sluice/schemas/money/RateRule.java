package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.util.Optional;

/**
 * Which rate a class of tokens is charged at when the price list has none of its own for it:
 *
 * <table>
 * <caption>Stand-in rates</caption>
 * <tr><th>class</th><th>stands in</th></tr>
 * <tr><td>cached_input, audio_input</td><td>input</td></tr>
 * <tr><td>cache_write</td><td>anthropic: 1.25 × input; others: input</td></tr>
 * <tr><td>cache_write_1h</td><td>anthropic: 2 × input; others: cache_write</td></tr>
 * <tr><td>reasoning, audio_output</td><td>output</td></tr>
 * <tr><td>input, output</td><td>nothing: unpriced</td></tr>
 * </table>
 */
final class RateRule {
  private static final String ANTHROPIC = "anthropic";
  private static final int CACHE_WRITE_HUNDREDTHS = 125;
  private static final int CACHE_WRITE_1H_HUNDREDTHS = 200;

  private RateRule() {}

  /** The own rate of the class, or the one that stands in; empty where the rule has none. */
  static Optional<Rate> rateFor(String provider, ModelPrice price, TokenClass tokenClass) {
    Optional<Rate> own = price.rate(tokenClass);
    return own.isPresent() ? own : standIn(provider, price, tokenClass);
  }

  private static Optional<Rate> standIn(String provider, ModelPrice price, TokenClass tokenClass) {
    Optional<Rate> input = price.rate(TokenClass.INPUT);
    return switch (tokenClass) {
      case INPUT, OUTPUT -> Optional.empty();
      case CACHED_INPUT, AUDIO_INPUT -> input;
      case CACHE_WRITE ->
          provider.equals(ANTHROPIC)
              ? input.map(rate -> rate.timesHundredths(CACHE_WRITE_HUNDREDTHS))
              : input;
      case CACHE_WRITE_1H ->
          provider.equals(ANTHROPIC)
              ? input.map(rate -> rate.timesHundredths(CACHE_WRITE_1H_HUNDREDTHS))
              : rateFor(provider, price, TokenClass.CACHE_WRITE);
      case REASONING, AUDIO_OUTPUT -> price.rate(TokenClass.OUTPUT);
    };
  }

  /** The dearest rate at which a token of this side can be charged; empty where there is none. */
  static Optional<Rate> dearest(String provider, ModelPrice price, TokenClass.Side side) {
    Optional<Rate> dearest = Optional.empty();
    for (TokenClass tokenClass : TokenClass.ALL) {
      if (tokenClass.side() == side) {
        Optional<Rate> rate = rateFor(provider, price, tokenClass);
        if (rate.isPresent()) {
          dearest = Optional.of(dearest.map(d -> Rate.higher(d, rate.get())).orElse(rate.get()));
        }
      }
    }
    return dearest;
  }
}
