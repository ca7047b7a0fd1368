package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an attempt costs, or why nobody can say. */
public sealed interface PricingOutcome {

  /**
   * The cost.
   *
   * @param priceVersion version of the price book that was used
   * @param standIns classes with tokens that the price list has no rate of their own for, and that
   *     were priced at the rate which the rule names
   * @param tierAbove threshold of the tier for long prompts that the cost is by, null where it is
   *     by none; of a worst case, of the highest tier that has a rate in it
   */
  record Priced(
      NanoDollars cost, String priceVersion, Set<TokenClass> standIns, @Nullable Long tierAbove)
      implements PricingOutcome {
    public Priced {
      standIns = Set.copyOf(standIns);
    }
  }

  /** No price: never to be taken for zero. The reason is a sentence without secrets. */
  record Unpriced(String reason) implements PricingOutcome {}
}
