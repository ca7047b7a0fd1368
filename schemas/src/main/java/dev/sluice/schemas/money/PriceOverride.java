package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator set for a model.
 *
 * @param model the provider's own name, or {@link #ANY_MODEL} for all models of the provider that
 *     have no override of their own
 * @param rates replace all rates that the catalogue has for the model
 * @param facts replace each what the catalogue says; what is null stays as it is there
 * @param tiers other rates for long prompts, in the place of those of the catalogue
 */
public record PriceOverride(
    String provider,
    String model,
    Map<TokenClass, Rate> rates,
    ModelFacts facts,
    List<PriceTier> tiers) {
  public static final String ANY_MODEL = "*";

  public PriceOverride {
    EnumMap<TokenClass, Rate> copy = new EnumMap<>(TokenClass.class);
    copy.putAll(rates);
    rates = Collections.unmodifiableMap(copy);
    tiers = PriceTier.rising(tiers);
    if (provider.isEmpty() || model.isEmpty()) {
      throw new IllegalArgumentException("an override names a provider and a model");
    }
    if (!rates.containsKey(TokenClass.INPUT) || !rates.containsKey(TokenClass.OUTPUT)) {
      throw new IllegalArgumentException(
          "the price of " + provider + "/" + model + " needs at least input and output");
    }
  }

  /** The same rates for prompts of any length. */
  public PriceOverride(
      String provider, String model, Map<TokenClass, Rate> rates, ModelFacts facts) {
    this(provider, model, rates, facts, List.of());
  }

  /** Rates alone. */
  public PriceOverride(String provider, String model, Map<TokenClass, Rate> rates) {
    this(provider, model, rates, ModelFacts.UNKNOWN);
  }
}
