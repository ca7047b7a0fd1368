package dev.sluice.cost.check;

import dev.sluice.cost.CostMetrics.Discrepancy;
import org.jspecify.annotations.Nullable;

/** What became of a half that came in. */
sealed interface Pairing {
  /** It waits for the other one. */
  record Waits() implements Pairing {}

  /**
   * Both say the same.
   *
   * @param late whether the other half had been reported as alone
   */
  record Matched(boolean late) implements Pairing {}

  /**
   * They disagree, or one is missing.
   *
   * @param ledgerCost null where unpriced or missing
   * @param routerCost null where unpriced or missing
   */
  record Disagrees(
      Discrepancy discrepancy,
      String attemptId,
      @Nullable Long ledgerCost,
      @Nullable Long routerCost)
      implements Pairing {}
}
