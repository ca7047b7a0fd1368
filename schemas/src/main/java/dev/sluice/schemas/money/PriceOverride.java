package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What an operator set for a model.
 *
 * @param model the provider's own name, or {@link #ANY_MODEL} for all models of the provider that
 *     have no override of their own
 * @param rates replace all rates that the catalogue has for the model
 * @param facts replace each what the catalogue says; what is null stays as it is there
 */
public record PriceOverride(
    String provider, String model, Map<TokenClass, Rate> rates, ModelFacts facts) {
  public static final String ANY_MODEL = "*";

  public PriceOverride {
    EnumMap<TokenClass, Rate> copy = new EnumMap<>(TokenClass.class);
    copy.putAll(rates);
    rates = Collections.unmodifiableMap(copy);
    if (provider.isEmpty() || model.isEmpty()) {
      throw new IllegalArgumentException("an override names a provider and a model");
    }
    if (!rates.containsKey(TokenClass.INPUT) || !rates.containsKey(TokenClass.OUTPUT)) {
      throw new IllegalArgumentException(
          "the price of " + provider + "/" + model + " needs at least input and output");
    }
  }

  /** Rates alone. */
  public PriceOverride(String provider, String model, Map<TokenClass, Rate> rates) {
    this(provider, model, rates, ModelFacts.UNKNOWN);
  }
}
