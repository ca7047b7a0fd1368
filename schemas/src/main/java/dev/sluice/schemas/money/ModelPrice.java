package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one model of one provider costs, and what it can do.
 *
 * @param mode as the catalogue calls it: chat, responses, embedding, …
 * @param rates own rates by token class; a class that is absent has no rate of its own, which is
 *     not free
 * @param facts limits and abilities
 * @param tiers other rates for long prompts, by rising threshold
 */
public record ModelPrice(
    String mode, Map<TokenClass, Rate> rates, ModelFacts facts, List<PriceTier> tiers) {

  public ModelPrice {
    tiers = PriceTier.rising(tiers);
    EnumMap<TokenClass, Rate> copy = new EnumMap<>(TokenClass.class);
    copy.putAll(rates);
    rates = Collections.unmodifiableMap(copy);
  }

  /** A price that is the same for prompts of any length. */
  public ModelPrice(String mode, Map<TokenClass, Rate> rates, ModelFacts facts) {
    this(mode, rates, facts, List.of());
  }

  /** The tier that a request with so many input tokens is in; empty below all thresholds. */
  Optional<PriceTier> tier(long inputTokens) {
    Optional<PriceTier> found = Optional.empty();
    for (PriceTier tier : tiers) {
      if (inputTokens > tier.aboveInputTokens()) {
        found = Optional.of(tier);
      }
    }
    return found;
  }

  /** The price of requests in one of the tiers. */
  ModelPrice in(PriceTier tier) {
    Map<TokenClass, Rate> merged = new EnumMap<>(TokenClass.class);
    merged.putAll(rates);
    merged.putAll(tier.rates());
    return new ModelPrice(mode, merged, facts);
  }

  /** The rate that the price list itself gives for this class. */
  public Optional<Rate> rate(TokenClass tokenClass) {
    return Optional.ofNullable(rates.get(tokenClass));
  }
}
