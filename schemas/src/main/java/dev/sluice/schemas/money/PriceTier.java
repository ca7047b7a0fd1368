package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Other rates for requests with long prompts. They are those of the whole request, output included,
 * and not only of the tokens above the threshold: so do Anthropic, Google, OpenAI and xAI charge.
 *
 * @param aboveInputTokens holds for requests with more input tokens than that, cached and written
 *     ones included
 * @param rates at least one; a class that is absent keeps the rate that it has without the tier
 */
public record PriceTier(long aboveInputTokens, Map<TokenClass, Rate> rates) {
  public PriceTier {
    if (aboveInputTokens < 1) {
      throw new IllegalArgumentException("a tier begins above one token at least");
    }
    if (rates.isEmpty()) {
      throw new IllegalArgumentException("a tier has at least one rate");
    }
    EnumMap<TokenClass, Rate> copy = new EnumMap<>(TokenClass.class);
    copy.putAll(rates);
    rates = Collections.unmodifiableMap(copy);
  }

  /**
   * These tiers as a list that cannot be changed.
   *
   * @throws IllegalArgumentException if they do not rise
   */
  static List<PriceTier> rising(List<PriceTier> tiers) {
    long before = 0;
    for (PriceTier tier : tiers) {
      if (tier.aboveInputTokens() <= before) {
        throw new IllegalArgumentException("tiers are sorted by their thresholds, none twice");
      }
      before = tier.aboveInputTokens();
    }
    return List.copyOf(tiers);
  }
}
