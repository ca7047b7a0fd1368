package dev.sluice.cost.ledger;

import dev.sluice.schemas.spend.CostSource;
import org.jspecify.annotations.Nullable;

/** What an attempt costs and what that rests on, or why nobody can say. */
sealed interface Costing {
  /**
   * A cost in nano-dollars.
   *
   * @param tierAbove threshold of the rates for long prompts that it is by, null where by none
   */
  record Known(CostSource source, long nanoUsd, @Nullable Long tierAbove) implements Costing {}

  /** No cost: never to be taken for zero. */
  record Unknown(String reason) implements Costing {}
}
