package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fills in what writes to a cache for an hour cost at those who sell Anthropic's models beside
 * others. Price lists leave it out; by Anthropic's it is twice the input where a write for five
 * minutes is 1.25 times the input, and that ratio tells Anthropic's models from others.
 *
 * <p>A part of the books since {@code 2026-07-24.2}, and not a rule for all of them: a version that
 * decisions name never comes to price otherwise. Pure.
 */
final class HourWrites {
  private static final Set<String> RESELLERS = Set.of("bedrock", "vertex");
  private static final int WRITE_HUNDREDTHS = 125;
  private static final int HOUR_HUNDREDTHS = 200;

  private HourWrites() {}

  /** Whether catalogues of this version, and overrides on them, are filled in. */
  static boolean areIn(String catalogue) {
    return !catalogue.equals(CatalogueBook.WITHOUT_TIERS);
  }

  /** The price with a rate for such writes, in its tiers too, unless it has one of its own. */
  static ModelPrice filledIn(String provider, ModelPrice price) {
    if (!RESELLERS.contains(provider) || price.rate(TokenClass.CACHE_WRITE_1H).isPresent()) {
      return price;
    }
    return new ModelPrice(
        price.mode(),
        with(price.rates(), hour(price)),
        price.facts(),
        price.tiers().stream().map(tier -> filledIn(price, tier)).toList());
  }

  private static PriceTier filledIn(ModelPrice price, PriceTier tier) {
    return tier.rates().containsKey(TokenClass.CACHE_WRITE_1H)
        ? tier
        : new PriceTier(tier.aboveInputTokens(), with(tier.rates(), hour(price.in(tier))));
  }

  private static Optional<Rate> hour(ModelPrice price) {
    Optional<Rate> input = price.rate(TokenClass.INPUT);
    Optional<Rate> write = price.rate(TokenClass.CACHE_WRITE);
    boolean anthropics =
        write.isPresent()
            && write.equals(input.map(rate -> rate.timesHundredths(WRITE_HUNDREDTHS)));
    return anthropics ? input.map(rate -> rate.timesHundredths(HOUR_HUNDREDTHS)) : Optional.empty();
  }

  private static Map<TokenClass, Rate> with(Map<TokenClass, Rate> rates, Optional<Rate> hour) {
    if (hour.isEmpty()) {
      return rates;
    }
    Map<TokenClass, Rate> filled = new EnumMap<>(TokenClass.class);
    filled.putAll(rates);
    filled.put(TokenClass.CACHE_WRITE_1H, hour.get());
    return filled;
  }
}
