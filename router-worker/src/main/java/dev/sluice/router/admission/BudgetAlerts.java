package dev.sluice.router.admission;

import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.spend.AlertKind;
import dev.sluice.schemas.spend.BudgetAlert;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of budgets when a decision is acted on. An event has the same id whenever it
 * is told, so that a reader can drop repeats. Pure.
 */
public final class BudgetAlerts {
  private static final int WHOLE = 100;

  private BudgetAlerts() {}

  /**
   * Thresholds that the spend of a settled attempt passed.
   *
   * @param counters with the decision in them
   * @param deployment of the attempt
   * @param atMs append time of the decision
   * @param again whether it may have been told by an earlier owner: then the counters may have
   *     later decisions in them, and all thresholds below the spend are told
   */
  public static List<BudgetAlert> settled(
      GatewayConfig config,
      Counters counters,
      Envelope envelope,
      Decision decision,
      String deployment,
      long atMs,
      boolean again) {
    Long charged = decision.getChargedNanoUsd();
    if (decision.getBudgetHolds().isEmpty() || charged == null || charged <= 0) {
      return List.of();
    }
    List<BudgetAlert> alerts = new ArrayList<>(1);
    for (AppliedBudget applied : new Applying(config, envelope).budgets(deployment, atMs)) {
      BudgetHold hold = holdOf(decision, applied);
      if (hold == null) {
        continue;
      }
      BudgetCounter counter = counters.budget(applied.id());
      long after = counter.spent(hold.getCycleStartMs());
      long before = again ? 0 : after - charged;
      for (int threshold : applied.budget().alerts()) {
        long at = at(applied.budget().limit(), threshold);
        if (before < at && after >= at) {
          alerts.add(alert(AlertKind.THRESHOLD, threshold, applied, hold, counter, decision, atMs));
        }
      }
    }
    return alerts;
  }

  private static @Nullable BudgetHold holdOf(Decision decision, AppliedBudget applied) {
    for (BudgetHold hold : decision.getBudgetHolds()) {
      if (hold.getBudget().equals(applied.id())) {
        return hold;
      }
    }
    return null;
  }

  /** Spend at which this percentage of a limit is reached. */
  private static long at(NanoDollars limit, int percent) {
    return Math.multiplyExact(limit.value() / WHOLE, percent)
        + (limit.value() % WHOLE * percent + WHOLE - 1) / WHOLE;
  }

  /** A refusal for want of room in a budget, which the decision names. */
  public static List<BudgetAlert> refused(
      GatewayConfig config, Counters counters, Envelope envelope, Decision decision, long atMs) {
    List<BudgetAlert> alerts = new ArrayList<>(1);
    for (BudgetHold hold : decision.getBudgetHolds()) {
      new Applying(config, envelope)
          .budgetOf(hold.getBudget(), atMs)
          .ifPresent(applied ->
              alerts.add(
                  alert(
                      AlertKind.REFUSED,
                      0,
                      applied,
                      hold,
                      counters.budget(applied.id()),
                      decision,
                      atMs)));
    }
    return alerts;
  }

  private static BudgetAlert alert(
      AlertKind kind,
      int threshold,
      AppliedBudget applied,
      BudgetHold hold,
      BudgetCounter counter,
      Decision decision,
      long atMs) {
    String event = kind == AlertKind.REFUSED ? "refused" : Integer.toString(threshold);
    long limit = applied.budget().limit().value();
    return new BudgetAlert(
        // With another limit the same percentage is another event.
        applied.id() + '/' + hold.getCycleStartMs() + '/' + event + '/' + limit,
        kind,
        decision.getAccount(),
        applied.project(),
        applied.id(),
        threshold,
        limit,
        counter.spent(hold.getCycleStartMs()),
        counter.reserved(hold.getCycleStartMs()),
        hold.getCycleStartMs(),
        hold.getCycleEndMs(),
        decision.getRequestId(),
        atMs);
  }
}
