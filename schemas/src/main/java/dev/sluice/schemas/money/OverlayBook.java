package dev.sluice.schemas.money;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A base book under an operator's overrides. */
final class OverlayBook implements PriceBook {
  private final String version;
  private final PriceBook base;
  private final Map<String, Map<String, PriceOverride>> byProvider = new HashMap<>();

  OverlayBook(String version, PriceBook base, List<PriceOverride> overrides) {
    this.version = version;
    this.base = base;
    for (PriceOverride override : overrides) {
      byProvider
          .computeIfAbsent(override.provider(), provider -> new HashMap<>())
          .put(override.model(), override);
    }
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Optional<ModelPrice> lookup(String provider, String providerModel) {
    Optional<ModelPrice> listed = base.lookup(provider, providerModel);
    PriceOverride override = override(provider, providerModel);
    if (override == null) {
      return listed;
    }
    ModelPrice set =
        new ModelPrice(
            listed.map(ModelPrice::mode).orElse("chat"),
            override.rates(),
            override.facts().orElse(listed.map(ModelPrice::facts).orElse(ModelFacts.UNKNOWN)),
            override.tiers());
    return Optional.of(HourWrites.areIn(base.version()) ? HourWrites.filledIn(provider, set) : set);
  }

  private @Nullable PriceOverride override(String provider, String model) {
    Map<String, PriceOverride> models = byProvider.getOrDefault(provider, Map.of());
    PriceOverride own = models.get(model);
    return own == null ? models.get(PriceOverride.ANY_MODEL) : own;
  }

  @Override
  public List<String> modelsOf(String provider) {
    TreeSet<String> models = new TreeSet<>(base.modelsOf(provider));
    models.addAll(byProvider.getOrDefault(provider, Map.of()).keySet());
    models.remove(PriceOverride.ANY_MODEL);
    return List.copyOf(models);
  }
}
