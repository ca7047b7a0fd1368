package dev.sluice.proofs.storm;

import dev.sluice.proofs.bill.DecisionsInForce;
import dev.sluice.proofs.bill.RefusalSums;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the decision log from its beginning with nothing but sums: every hold ends once, no budget
 * is ever held beyond its limit, and whoever was refused had no room at that place of the log.
 */
final class DecisionAudit {
  private static final int MOST_PROBLEMS = 20;

  private final Map<String, Long> limits;
  private final Map<String, Long> spent = new TreeMap<>();
  private final Map<String, Map<String, Long>> held = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Long> reserved = new HashMap<>();
  private int dispatched;
  private int refused;
  private int ofStaleOwners;

  private DecisionAudit(Map<String, Long> limits) {
    this.limits = limits;
  }

  /**
   * The audit of a whole log.
   *
   * @param limits of hard budgets, by id, in nano-dollars
   */
  static DecisionAudit of(List<TopicReader.Read<Decision>> log, Map<String, Long> limits) {
    DecisionAudit audit = new DecisionAudit(limits);
    DecisionsInForce inForce = DecisionsInForce.of(log);
    inForce.decisions().forEach(read -> audit.read(read.value()));
    audit.ofStaleOwners = inForce.ofStaleOwners();
    return audit;
  }

  private void read(Decision decision) {
    switch (decision.getKind()) {
      case DISPATCH -> dispatched(decision);
      case SETTLE, WRITE_OFF -> settled(decision);
      case REFUSE -> refused(decision);
      case END, OWNER_EPOCH, SNAPSHOT, UNSPECIFIED -> {}
    }
  }

  private static String attempt(Decision decision) {
    return decision.getRequestId() + "-" + decision.getAttemptNumber();
  }

  private void dispatched(Decision decision) {
    dispatched++;
    String attempt = attempt(decision);
    for (BudgetHold hold : decision.getBudgetHolds()) {
      String budget = hold.getBudget();
      long amount = orZero(decision.getReservedNanoUsd());
      if (held.computeIfAbsent(budget, id -> new HashMap<>()).put(attempt, amount) != null) {
        problem(attempt + " is held twice against " + budget);
      }
      reserved.merge(budget, amount, Long::sum);
      long taken = spent.getOrDefault(budget, 0L) + reserved(budget);
      Long limit = limits.get(budget);
      if (limit != null && taken > limit) {
        problem(budget + " holds " + taken + " of " + limit + " with " + attempt);
      }
    }
  }

  private void settled(Decision decision) {
    String attempt = attempt(decision);
    for (BudgetHold hold : decision.getBudgetHolds()) {
      Map<String, Long> attempts = held.getOrDefault(hold.getBudget(), Map.of());
      if (!attempts.containsKey(attempt)) {
        problem(attempt + " is settled against " + hold.getBudget() + " without a hold");
        continue;
      }
      reserved.merge(hold.getBudget(), -orZero(attempts.remove(attempt)), Long::sum);
      spent.merge(hold.getBudget(), orZero(decision.getChargedNanoUsd()), Long::sum);
    }
  }

  private void refused(Decision decision) {
    refused++;
    if (decision.getBudgetHolds().isEmpty() || decision.getError() == null) {
      return;
    }
    String budget = decision.getBudgetHolds().getFirst().getBudget();
    Long limit = limits.get(budget);
    Optional<RefusalSums> sums = RefusalSums.in(decision.getError().getMessage());
    if (limit == null || sums.isEmpty()) {
      return;
    }
    long here = spent.getOrDefault(budget, 0L) + reserved(budget);
    if (sums.get().taken() != here) {
      problem(
          "a refusal says that "
              + budget
              + " has "
              + sums.get()
              + ", the log up to there says "
              + here);
    }
    if (here + sums.get().worstCase() <= limit) {
      problem(budget + " refused although there was room: " + decision.getError().getMessage());
    }
  }

  private long reserved(String budget) {
    return reserved.getOrDefault(budget, 0L);
  }

  private static long orZero(@Nullable Long amount) {
    return amount == null ? 0 : amount;
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    }
  }

  /** Attempts whose holds nobody ended. */
  Set<String> open() {
    Set<String> open = new TreeSet<>();
    held.values().forEach(attempts -> open.addAll(attempts.keySet()));
    return open;
  }

  /** What budgets were charged, by id. */
  Map<String, Long> spent() {
    return spent;
  }

  List<String> problems() {
    return problems;
  }

  int dispatched() {
    return dispatched;
  }

  int refused() {
    return refused;
  }

  int ofStaleOwners() {
    return ofStaleOwners;
  }
}
