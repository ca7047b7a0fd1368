package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one model of one provider costs, and what it can do.
 *
 * @param mode as the catalogue calls it: chat, responses, embedding, …
 * @param rates own rates by token class; a class that is absent has no rate of its own, which is
 *     not free
 * @param facts limits and abilities
 */
public record ModelPrice(String mode, Map<TokenClass, Rate> rates, ModelFacts facts) {

  public ModelPrice {
    EnumMap<TokenClass, Rate> copy = new EnumMap<>(TokenClass.class);
    copy.putAll(rates);
    rates = Collections.unmodifiableMap(copy);
  }

  /** The rate that the price list itself gives for this class. */
  public Optional<Rate> rate(TokenClass tokenClass) {
    return Optional.ofNullable(rates.get(tokenClass));
  }
}
