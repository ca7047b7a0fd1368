package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.util.Set;

/** What an attempt costs, or why nobody can say. */
public sealed interface PricingOutcome {

  /**
   * The cost.
   *
   * @param priceVersion version of the price book that was used
   * @param standIns classes with tokens that the price list has no rate of their own for, and that
   *     were priced at the rate which the rule names
   */
  record Priced(NanoDollars cost, String priceVersion, Set<TokenClass> standIns)
      implements PricingOutcome {
    public Priced {
      standIns = Set.copyOf(standIns);
    }
  }

  /** No price: never to be taken for zero. The reason is a sentence without secrets. */
  record Unpriced(String reason) implements PricingOutcome {}
}
