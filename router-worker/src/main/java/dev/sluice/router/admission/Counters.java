package dev.sluice.router.admission;

import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.LimitHold;
import dev.sluice.schemas.decision.LimitKind;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Budgets and limits of the accounts of one partition: a pure fold of decisions. Each decision says
 * itself what it takes and gives back, so the fold needs neither configuration nor requests.
 */
public final class Counters {
  /** Counters whose time is over are dropped when a decision at such an offset is folded. */
  private static final long SWEEP_EVERY = 1_024;

  private static final BudgetCounter NO_BUDGET = new BudgetCounter();

  private final Map<String, BudgetCounter> budgets = new HashMap<>();
  private final Map<String, LimitCounter> limits = new HashMap<>();

  /** Folds a decision of the log; {@code atMs} is its append time. */
  public void fold(Decision decision, long offset, long atMs) {
    apply(decision, offset, atMs);
    sweep(offset, atMs);
  }

  /** Takes in a decision of the owner itself that has no place in the log yet. */
  public void anticipate(Decision decision) {
    apply(decision, -1, 0);
  }

  /** A decision that was anticipated has its place in the log now. */
  public void confirm(Decision decision, long offset, long atMs) {
    if (takes(decision)) {
      for (LimitHold hold : decision.getLimitHolds()) {
        LimitCounter counter = limits.get(hold.getLimit());
        if (counter != null) {
          counter.confirm(hold.getAmount(), atMs);
        }
      }
    }
    sweep(offset, atMs);
  }

  /** A decision that refuses only names the budget that it refused for. */
  private static List<BudgetHold> heldIn(Decision decision) {
    return switch (decision.getKind()) {
      case DISPATCH, SETTLE, WRITE_OFF -> decision.getBudgetHolds();
      case REFUSE, END, OWNER_EPOCH, SNAPSHOT, UNSPECIFIED -> List.of();
    };
  }

  private static boolean takes(Decision decision) {
    return switch (decision.getKind()) {
      case DISPATCH -> true;
      case SETTLE, WRITE_OFF, REFUSE, END, OWNER_EPOCH, SNAPSHOT, UNSPECIFIED -> false;
    };
  }

  private void apply(Decision decision, long offset, long atMs) {
    boolean takes = takes(decision);
    for (BudgetHold hold : heldIn(decision)) {
      BudgetCounter counter = budgets.computeIfAbsent(hold.getBudget(), id -> new BudgetCounter());
      if (!counter.advance(offset)) {
        continue;
      }
      long reserved = orZero(decision.getReservedNanoUsd());
      if (takes) {
        counter.hold(hold, reserved);
      } else {
        counter.settle(hold, reserved, orZero(decision.getChargedNanoUsd()));
      }
    }
    for (LimitHold hold : decision.getLimitHolds()) {
      LimitCounter counter =
          limits.computeIfAbsent(hold.getLimit(), id -> new LimitCounter(hold.getWindowMs()));
      if (counter.advance(offset)) {
        apply(counter, hold, takes, decision.getUsedTokens(), offset, atMs);
      }
    }
  }

  private static void apply(
      LimitCounter counter,
      LimitHold hold,
      boolean takes,
      @Nullable Long usedTokens,
      long offset,
      long atMs) {
    if (takes) {
      if (offset < 0) {
        counter.takePending(hold.getAmount());
      } else {
        counter.take(hold.getAmount(), atMs);
      }
    } else if (hold.getKind() == LimitKind.CONCURRENCY) {
      counter.giveBack(hold.getAmount());
    } else if (usedTokens != null) {
      counter.adjust(hold.getTakenAtMs(), usedTokens - hold.getAmount());
    }
  }

  private void sweep(long offset, long atMs) {
    if (offset % SWEEP_EVERY == 0) {
      budgets.values().removeIf(counter -> counter.isOver(atMs));
      limits.values().removeIf(counter -> counter.isOver(atMs));
    }
  }

  /** The budget of this id; an empty one where nothing was held against it. */
  public BudgetCounter budget(String id) {
    return budgets.getOrDefault(id, NO_BUDGET);
  }

  /** The limit of this id, empty where nothing was taken of it. */
  public Optional<LimitCounter> limit(String id) {
    return Optional.ofNullable(limits.get(id));
  }

  /** Budgets by id. */
  public Map<String, BudgetCounter> budgets() {
    return Collections.unmodifiableMap(budgets);
  }

  /** Limits by id. */
  public Map<String, LimitCounter> limits() {
    return Collections.unmodifiableMap(limits);
  }

  /** Puts what was kept of a budget back. */
  public void restoreBudget(String id, BudgetCounter counter) {
    budgets.put(id, counter);
  }

  /** Puts what was kept of a limit back. */
  public void restoreLimit(String id, LimitCounter counter) {
    limits.put(id, counter);
  }

  /**
   * Writes what still counts then, in the order of ids: the same bytes for counters that were
   * folded up to the same offset. Changes nothing.
   */
  public void writeCounting(DataOutput out, long atMs) throws IOException {
    for (Map.Entry<String, BudgetCounter> budget : new TreeMap<>(budgets).entrySet()) {
      if (!budget.getValue().isOver(atMs)) {
        out.writeUTF(budget.getKey());
        budget.getValue().write(out);
      }
    }
    for (Map.Entry<String, LimitCounter> limit : new TreeMap<>(limits).entrySet()) {
      LimitCounter counting = limit.getValue().asOf(atMs);
      if (!counting.isOver(atMs)) {
        out.writeUTF(limit.getKey());
        counting.write(out);
      }
    }
  }

  private static long orZero(@Nullable Long amount) {
    return amount == null ? 0 : amount;
  }
}
