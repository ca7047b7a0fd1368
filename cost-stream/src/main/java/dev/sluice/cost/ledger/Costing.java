package dev.sluice.cost.ledger;

import dev.sluice.schemas.spend.CostSource;

/** What an attempt costs and what that rests on, or why nobody can say. */
sealed interface Costing {
  /** A cost in nano-dollars. */
  record Known(CostSource source, long nanoUsd) implements Costing {}

  /** No cost: never to be taken for zero. */
  record Unknown(String reason) implements Costing {}
}
