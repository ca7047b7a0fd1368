package dev.sluice.schemas.money;

import java.util.List;
import java.util.Optional;

/** A version of all prices. Immutable and safe for any thread. */
public interface PriceBook {
  /** Names this version for good: the same name means the same prices in every process. */
  String version();

  /** The price of a provider's model, by the provider's own name for it. */
  Optional<ModelPrice> lookup(String provider, String providerModel);

  /** Names of a provider's models that the book has a row for, in byte order. */
  List<String> modelsOf(String provider);
}
