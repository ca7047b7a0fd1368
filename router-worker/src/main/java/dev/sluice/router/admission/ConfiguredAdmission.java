package dev.sluice.router.admission;

import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.decision.LimitHold;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.request.Envelope;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Admission by the limits and budgets of the configuration in force. A limit is looked at once for
 * a request, budgets for each attempt; all of them must have room (I2).
 */
public final class ConfiguredAdmission implements Admission {
  /** Output tokens that a limit of tokens assumes where the caller sets no limit of its own. */
  private static final long ASSUMED_OUTPUT_TOKENS = 1_024;

  /** Bytes per token at least, in what the input bound is made of. */
  private static final long BOUND_PER_TOKEN = 3;

  private static final long CONCURRENCY_WAIT_MS = 1_000;

  private final Supplier<GatewayConfig> config;

  /** Admission by the newest configuration. */
  public ConfiguredAdmission(Supplier<GatewayConfig> config) {
    this.config = config;
  }

  @Override
  public AdmissionDecision admit(Asked asked) {
    GatewayConfig current = config.get();
    Applying applying = new Applying(current, asked.envelope());
    String deployment = asked.step().getDeployment();
    Ground now = asked.now();
    List<AppliedBudget> budgets = applying.budgets(deployment, now.nowMs());
    List<AppliedLimit> limits =
        asked.first() ? applying.limits(deployment, tokens(asked.envelope())) : List.of();
    if (budgets.isEmpty() && limits.isEmpty()) {
      return new AdmissionDecision.Granted(
          asked.step().getReserveNanoUsd(), null, List.of(), List.of(), null);
    }
    NotesWriter notes = new NotesWriter(now);
    notes.budgets(budgets);
    Optional<AdmissionDecision> blocked = blocked(limits, now, notes);
    if (blocked.isPresent()) {
      return blocked.get();
    }
    notes.limits(limits, true);
    List<LimitHold> taken = limits.stream().map(AppliedLimit::hold).toList();
    return reserve(current, asked, budgets, taken, notes);
  }

  /** A limit that refuses goes before one that lets wait. */
  private static Optional<AdmissionDecision> blocked(
      List<AppliedLimit> limits, Ground now, NotesWriter notes) {
    AppliedLimit queue = null;
    for (AppliedLimit limit : limits) {
      long rest = limit.rest(now.counters(), now.floorMs());
      boolean full = limit.amount() > rest;
      if (full && (!limit.waits() || limit.amount() > limit.bound())) {
        notes.limits(limits, false);
        return Optional.of(
            new AdmissionDecision.Refused(
                Refusals.limit(limit, rest, waitMs(limit, now)), notes.notes(), null));
      }
      if (queue == null && limit.waits() && (full || now.queues().contains(limit.id()))) {
        queue = limit;
      }
    }
    return queue == null ? Optional.empty() : Optional.of(new AdmissionDecision.Held(queue.id()));
  }

  private static long waitMs(AppliedLimit limit, Ground now) {
    return limit.windowMs() == 0
        ? CONCURRENCY_WAIT_MS
        : limit.roomAtMs(now.counters(), now.floorMs()) - now.floorMs();
  }

  private static long tokens(Envelope envelope) {
    Long output = envelope.getMaxOutputTokens();
    long each = output == null || output < 0 ? ASSUMED_OUTPUT_TOKENS : output;
    return envelope.getInputTokensBound() / BOUND_PER_TOKEN
        + each * Math.max(1, envelope.getChoices());
  }

  private static AdmissionDecision reserve(
      GatewayConfig config,
      Asked asked,
      List<AppliedBudget> budgets,
      List<LimitHold> taken,
      NotesWriter notes) {
    DeploymentStep step = asked.step();
    Counters counters = asked.now().counters();
    List<BudgetHold> holds = budgets.stream().map(AppliedBudget::hold).toList();
    Long worstCase = step.getReserveNanoUsd();
    AppliedBudget tightest = tightest(budgets, counters);
    if (tightest == null || (worstCase != null && worstCase == 0)) {
      return new AdmissionDecision.Granted(worstCase, null, holds, taken, notes.notes());
    }
    if (worstCase == null) {
      return new AdmissionDecision.Refused(
          Refusals.unpriced(tightest, step), notes.notes(), tightest);
    }
    long rest = tightest.rest(counters);
    if (worstCase <= rest) {
      return new AdmissionDecision.Granted(worstCase, null, holds, taken, notes.notes());
    }
    Optional<PriceBook> book = config.priceBook(asked.priceVersion());
    Optional<OutputFit.Fit> fit =
        book.flatMap(known ->
            new OutputFit(known, step, asked.envelope())
                .into(rest, tightest.budget().minOutputTokens()));
    if (fit.isEmpty()) {
      return new AdmissionDecision.Refused(
          Refusals.budget(tightest, counters, worstCase), notes.notes(), tightest);
    }
    notes.clamped(fit.get().outputLimit());
    return new AdmissionDecision.Granted(
        fit.get().worstCase(), fit.get().outputLimit(), holds, taken, notes.notes());
  }

  /** The hard budget with the least left; null where there is none. */
  private static @Nullable AppliedBudget tightest(List<AppliedBudget> budgets, Counters counters) {
    AppliedBudget tightest = null;
    long least = 0;
    for (AppliedBudget budget : budgets) {
      if (!budget.budget().hard()) {
        continue;
      }
      long rest = budget.rest(counters);
      if (tightest == null || rest < least) {
        tightest = budget;
        least = rest;
      }
    }
    return tightest;
  }
}
