package dev.sluice.schemas.config;

import dev.sluice.schemas.money.PriceOverride;
import java.util.List;

/** An entry of the file: a provider, and prices set for its models. */
public record ProviderSettings(Provider provider, List<PriceOverride> prices) {
  public ProviderSettings {
    prices = List.copyOf(prices);
  }
}
