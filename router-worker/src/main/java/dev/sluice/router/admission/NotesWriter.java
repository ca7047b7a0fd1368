package dev.sluice.router.admission;

import dev.sluice.schemas.decision.LimitKind;
import dev.sluice.schemas.request.AdmissionNotes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller is told of the limits and budgets that were looked at. */
final class NotesWriter {
  private final Admission.Ground ground;
  private final AdmissionNotes notes = AdmissionNotes.newBuilder().build();
  private boolean said;

  NotesWriter(Admission.Ground ground) {
    this.ground = ground;
  }

  void budgets(List<AppliedBudget> budgets) {
    for (AppliedBudget budget : budgets) {
      if (!budget.shared()) {
        int used = budget.usedPercent(ground.counters());
        notes.setBudgetUsedPercent(Math.max(notes.getBudgetUsedPercent(), used));
        said = true;
      }
    }
  }

  /**
   * The limits, with what this request takes taken off where it is admitted. Of several of a kind
   * the one with the least left is told.
   */
  void limits(List<AppliedLimit> limits, boolean admitted) {
    for (AppliedLimit limit : limits) {
      if (limit.kind() == LimitKind.CONCURRENCY) {
        continue;
      }
      long rest = limit.rest(ground.counters(), ground.floorMs());
      long remaining = Math.max(0, admitted ? rest - limit.amount() : rest);
      if (limit.kind() == LimitKind.REQUESTS) {
        if (notes.getRequestLimit() < 0 || remaining < notes.getRequestsRemaining()) {
          notes.setRequestLimit(limit.bound());
          notes.setRequestsRemaining(remaining);
          notes.setRequestsResetMs(resetMs(limit));
        }
      } else if (notes.getTokenLimit() < 0 || remaining < notes.getTokensRemaining()) {
        notes.setTokenLimit(limit.bound());
        notes.setTokensRemaining(remaining);
        notes.setTokensResetMs(resetMs(limit));
      }
      said = true;
    }
  }

  private long resetMs(AppliedLimit limit) {
    long allBack =
        ground
            .counters()
            .limit(limit.id())
            .map(counter -> counter.allBackAtMs(ground.floorMs()))
            .orElse(ground.floorMs() + limit.windowMs());
    return Math.max(0, allBack - ground.floorMs());
  }

  void clamped(long outputLimit) {
    notes.setClampedOutputLimit(outputLimit);
    said = true;
  }

  /** Null where nothing applies. */
  @Nullable AdmissionNotes notes() {
    return said ? notes : null;
  }
}
