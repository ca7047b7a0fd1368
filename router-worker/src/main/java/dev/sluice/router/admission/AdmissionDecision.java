package dev.sluice.router.admission;

import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.LimitHold;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.request.AdmissionNotes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an attempt may be made. */
public sealed interface AdmissionDecision {

  /**
   * It may.
   *
   * @param reservedNanoUsd what it holds until it is settled; null where it has no price
   * @param outputLimit lowered so that its worst case fits, null where it was not lowered
   * @param budgets that it holds the reservation against
   * @param limits that the request takes something of
   * @param notes for the caller, null where nothing applies
   */
  record Granted(
      @Nullable Long reservedNanoUsd,
      @Nullable Long outputLimit,
      List<BudgetHold> budgets,
      List<LimitHold> limits,
      @Nullable AdmissionNotes notes)
      implements AdmissionDecision {
    public Granted {
      budgets = List.copyOf(budgets);
      limits = List.copyOf(limits);
    }
  }

  /**
   * Not now: it waits until this limit has room, and others that need it wait behind it.
   *
   * @param limit id of its counter
   */
  record Held(String limit) implements AdmissionDecision {}

  /**
   * It may not; the error goes to the caller.
   *
   * @param budget that it was refused for, null where it was for something else
   */
  record Refused(ErrorInfo error, @Nullable AdmissionNotes notes, @Nullable AppliedBudget budget)
      implements AdmissionDecision {

    /** The budget as a decision names it; none where it was refused for something else. */
    public List<BudgetHold> named() {
      return budget == null ? List.of() : List.of(budget.hold());
    }
  }
}
