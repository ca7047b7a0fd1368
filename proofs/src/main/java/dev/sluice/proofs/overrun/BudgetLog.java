package dev.sluice.proofs.overrun;

import dev.sluice.proofs.bill.DecisionsInForce;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One budget as the decision log has it, cycle by cycle, by nothing but sums.
 *
 * @param spent by the cycle's start
 * @param attempts ids of all that were held against it, by the cycle's start
 * @param firstMs append time of the first of them, by the cycle's start
 * @param open holds that did not end
 * @param refusedInDebt refusals while more was spent than the limit
 * @param beyond what was admitted without room, one line each
 */
record BudgetLog(
    Map<Long, Long> spent,
    Map<Long, Set<String>> attempts,
    Map<Long, Long> firstMs,
    int open,
    int refusedInDebt,
    List<String> beyond) {

  /** Reads the whole log. */
  static BudgetLog of(List<TopicReader.Read<Decision>> log, String budget, long limit) {
    Fold fold = new Fold(budget, limit);
    DecisionsInForce.of(log).decisions().forEach(fold::read);
    return new BudgetLog(
        fold.spent, fold.attempts, fold.firstMs, fold.held.size(), fold.refusedInDebt, fold.beyond);
  }

  private static final class Fold {
    private final String budget;
    private final long limit;
    private final Map<Long, Long> spent = new TreeMap<>();
    private final Map<Long, Long> reserved = new HashMap<>();
    private final Map<Long, Set<String>> attempts = new TreeMap<>();
    private final Map<Long, Long> firstMs = new TreeMap<>();
    private final Set<String> held = new HashSet<>();
    private final List<String> beyond = new ArrayList<>();
    private int refusedInDebt;

    Fold(String budget, long limit) {
      this.budget = budget;
      this.limit = limit;
    }

    void read(TopicReader.Read<Decision> read) {
      Decision decision = read.value();
      for (BudgetHold hold : decision.getBudgetHolds()) {
        if (hold.getBudget().equals(budget)) {
          read(decision, hold.getCycleStartMs(), read.timestampMs());
        }
      }
    }

    private void read(Decision decision, long cycle, long atMs) {
      String attempt = decision.getRequestId() + "-" + decision.getAttemptNumber();
      long amount = orZero(decision.getReservedNanoUsd());
      if (decision.getKind() == DecisionKind.DISPATCH) {
        reserved.merge(cycle, amount, Long::sum);
        held.add(attempt);
        attempts.computeIfAbsent(cycle, start -> new HashSet<>()).add(attempt);
        firstMs.putIfAbsent(cycle, atMs);
        long taken = spent.getOrDefault(cycle, 0L) + reserved.getOrDefault(cycle, 0L);
        if (taken > limit) {
          beyond.add(attempt + " was admitted, with it " + taken + " of " + limit + " are taken");
        }
      } else if (decision.getKind() == DecisionKind.SETTLE
          || decision.getKind() == DecisionKind.WRITE_OFF) {
        held.remove(attempt);
        reserved.merge(cycle, -amount, Long::sum);
        spent.merge(cycle, orZero(decision.getChargedNanoUsd()), Long::sum);
      } else if (decision.getKind() == DecisionKind.REFUSE
          && spent.getOrDefault(cycle, 0L) > limit) {
        refusedInDebt++;
      }
    }

    private static long orZero(@Nullable Long amount) {
      return amount == null ? 0 : amount;
    }
  }
}
