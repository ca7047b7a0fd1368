package dev.sluice.schemas.config;

import dev.sluice.schemas.money.ModelFacts;
import dev.sluice.schemas.money.PriceOverride;
import dev.sluice.schemas.money.PriceTier;
import dev.sluice.schemas.money.Rate;
import dev.sluice.schemas.usage.TokenClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code price} and {@code prices} of a provider. */
final class PriceSection {
  private static final ScalarForm<Long> TOKENS = ScalarForm.whole(1, 1_000_000_000, "200_000");

  private PriceSection() {}

  static List<PriceOverride> read(String provider, YamlSection section) {
    List<PriceOverride> prices = new ArrayList<>();
    boolean all = section.has("price");
    YamlSection price = section.section("price");
    if (all) {
      price(provider, PriceOverride.ANY_MODEL, price).ifPresent(prices::add);
    }
    YamlSection byModel = section.section("prices");
    byModel.sections().forEach((model, own) -> price(provider, model, own).ifPresent(prices::add));
    return prices;
  }

  private static Optional<PriceOverride> price(String provider, String model, YamlSection section) {
    Map<TokenClass, Rate> rates = rates(section);
    for (TokenClass needed : List.of(TokenClass.INPUT, TokenClass.OUTPUT)) {
      if (!section.has(needed.key())) {
        section.problem(
            section.at(),
            section.pathOf(needed.key()),
            "is missing",
            "a price has input and output, in USD per one million tokens");
      }
    }
    ModelFacts facts =
        new ModelFacts(
            section.value("context_window", TOKENS).orElse(null),
            section.value("max_output", TOKENS).orElse(null),
            section.value("tools", ScalarForm.FLAG).orElse(null),
            section.value("images", ScalarForm.FLAG).orElse(null),
            section.value("json_schema", ScalarForm.FLAG).orElse(null));
    List<PriceTier> tiers = tiers(section);
    section.finish();
    return rates.containsKey(TokenClass.INPUT) && rates.containsKey(TokenClass.OUTPUT)
        ? Optional.of(new PriceOverride(provider, model, rates, facts, tiers))
        : Optional.empty();
  }

  private static Map<TokenClass, Rate> rates(YamlSection section) {
    Map<TokenClass, Rate> rates = new EnumMap<>(TokenClass.class);
    for (TokenClass tokenClass : TokenClass.ALL) {
      section
          .value(tokenClass.key(), ScalarForm.PRICE)
          .ifPresent(usd -> rates.put(tokenClass, Rate.ofUsdPerMillionTokens(usd)));
    }
    return rates;
  }

  /** Tiers that cannot be are left out, with a problem noted. */
  private static List<PriceTier> tiers(YamlSection section) {
    List<PriceTier> tiers = new ArrayList<>();
    long before = 0;
    for (YamlSection one : section.list("tiers")) {
      Optional<Long> above = one.value("above", TOKENS);
      if (!one.has("above")) {
        one.problem(
            one.at(),
            one.pathOf("above"),
            "is missing",
            "say above how many input tokens the rates hold, such as above: 200000");
      }
      Map<TokenClass, Rate> rates = rates(one);
      one.finish();
      if (above.isEmpty()) {
        continue;
      }
      if (above.get() <= before) {
        one.problem(
            one.keyAt("above"),
            one.pathOf("above"),
            "is not above that of the tier before",
            "sort the tiers by rising thresholds");
      } else if (rates.isEmpty()) {
        one.problem(
            one.at(), one.path(), "has no rate", "write input, output, or what else is dearer");
      } else {
        tiers.add(new PriceTier(above.get(), rates));
        before = above.get();
      }
    }
    return tiers;
  }
}
