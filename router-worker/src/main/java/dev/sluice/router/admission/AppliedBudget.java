package dev.sluice.router.admission;

import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.Cycle;
import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.money.NanoDollars;

/**
 * A budget as it applies to one attempt.
 *
 * @param id of its counter
 * @param owner whose it is, in words: project search
 * @param project empty where it is of an account that groups projects
 * @param shared whether other projects spend from it, so that its sums are not the caller's to see
 * @param whose user, key or tag that it is for alone, empty where it is one for all
 * @param cycle that the attempt is decided in
 */
public record AppliedBudget(
    String id,
    Budget budget,
    String owner,
    String project,
    boolean shared,
    String whose,
    Cycle.Span cycle) {

  BudgetHold hold() {
    return new BudgetHold(id, cycle.startMs(), cycle.endMs());
  }

  /** What may still be held, in nano-dollars; negative where there is debt. */
  long rest(Counters counters) {
    BudgetCounter counter = counters.budget(id);
    long taken =
        BudgetCounter.add(counter.spent(cycle.startMs()), counter.reserved(cycle.startMs()));
    return BudgetCounter.add(budget.limit().value(), -taken);
  }

  /** Spent of the limit in whole percent, rounded down, at most a thousand. */
  int usedPercent(Counters counters) {
    return percent(counters.budget(id).spent(cycle.startMs()), budget.limit());
  }

  static int percent(long spent, NanoDollars limit) {
    double share = 100.0 * spent / limit.value();
    return (int) Math.clamp(share, 0, 1_000);
  }
}
