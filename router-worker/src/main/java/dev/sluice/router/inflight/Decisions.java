package dev.sluice.router.inflight;

import dev.sluice.router.admission.AdmissionDecision;
import dev.sluice.router.plan.Route;
import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.decision.LimitHold;
import dev.sluice.schemas.decision.LimitKind;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.usage.UsageSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds decisions. The owner adds its epoch, its name and the time when it appends one. */
public final class Decisions {
  private Decisions() {}

  /** A new owner takes the partition. */
  public static Decision claim(long epoch, String owner, long nowMs) {
    Decision decision = blank(DecisionKind.OWNER_EPOCH, "", "", 0);
    decision.setOwnerEpoch(epoch);
    decision.setOwner(owner);
    decision.setDecidedAtMs(nowMs);
    return decision;
  }

  /** The first decision about a request: its first attempt. */
  public static Decision admit(
      Envelope envelope,
      long requestOffset,
      long acceptedAtMs,
      long deadlineAtMs,
      Route.Chain chain,
      AdmissionDecision.Granted granted) {
    Decision decision =
        blank(DecisionKind.DISPATCH, envelope.getAccount(), envelope.getRequestId(), 1);
    decision.setEnvelope(envelope);
    decision.setRequestOffset(requestOffset);
    decision.setAcceptedAtMs(acceptedAtMs);
    decision.setDeadlineAtMs(deadlineAtMs);
    decision.setChain(chain.steps());
    decision.setPriceVersion(chain.priceVersion());
    decision.setLimitHolds(granted.limits());
    take(decision, granted);
    return decision;
  }

  private static void take(Decision decision, AdmissionDecision.Granted granted) {
    decision.setReservedNanoUsd(granted.reservedNanoUsd());
    decision.setOutputLimit(granted.outputLimit());
    decision.setBudgetHolds(granted.budgets());
    decision.setNotes(granted.notes());
  }

  /** The first and last decision about a request: it is not done. */
  public static Decision refuse(
      Envelope envelope,
      long requestOffset,
      long acceptedAtMs,
      long deadlineAtMs,
      RequestEnd end,
      ErrorInfo error) {
    Decision decision =
        blank(DecisionKind.REFUSE, envelope.getAccount(), envelope.getRequestId(), 0);
    decision.setEnvelope(envelope);
    decision.setRequestOffset(requestOffset);
    decision.setAcceptedAtMs(acceptedAtMs);
    decision.setDeadlineAtMs(deadlineAtMs);
    decision.setEnd(end);
    decision.setError(error);
    return decision;
  }

  /** A further attempt. {@code fateUnknown}: of the one before it nobody knows what became. */
  public static Decision again(
      RequestState request,
      int attemptNumber,
      int chainIndex,
      AdmissionDecision.Granted granted,
      boolean fateUnknown) {
    Decision decision =
        blank(DecisionKind.DISPATCH, request.account(), request.requestId(), attemptNumber);
    decision.setChainIndex(chainIndex);
    decision.setFateUnknown(fateUnknown);
    take(decision, granted);
    return decision;
  }

  /**
   * The cost of an attempt is known; its hold is released.
   *
   * @param usedTokens that count against limits, null where nobody knows
   * @param end what it ends its request with, NONE where it does not
   */
  public static Decision settle(
      RequestState request,
      AttemptState attempt,
      AttemptSummary summary,
      String usageSource,
      @Nullable Long usedTokens,
      RequestEnd end,
      @Nullable ErrorInfo error) {
    Decision decision =
        blank(DecisionKind.SETTLE, request.account(), request.requestId(), attempt.number());
    decision.setAttempt(summary);
    decision.setCostNanoUsd(summary.getCostNanoUsd());
    decision.setUsageSource(usageSource);
    decision.setUsedTokens(usedTokens);
    decision.setEnd(end);
    decision.setError(error);
    decision.setLimitHolds(released(request, usedTokens == null ? null : attempt, end));
    release(decision, attempt);
    return decision;
  }

  /** Nobody will learn what an attempt cost: it counts as what it holds. */
  public static Decision writeOff(
      RequestState request, AttemptState attempt, AttemptSummary summary) {
    Decision decision =
        blank(DecisionKind.WRITE_OFF, request.account(), request.requestId(), attempt.number());
    decision.setAttempt(summary);
    decision.setCostNanoUsd(attempt.reservedNanoUsd());
    decision.setUsageSource(UsageSource.UNKNOWN.name());
    release(decision, attempt);
    return decision;
  }

  private static void release(Decision decision, AttemptState attempt) {
    decision.setReservedNanoUsd(attempt.reservedNanoUsd());
    decision.setBudgetHolds(attempt.budgets());
    decision.setChargedNanoUsd(
        Charges.of(
            attempt.reservedNanoUsd(), decision.getCostNanoUsd(), decision.getUsageSource()));
  }

  /**
   * What limits get back: the tokens that were assumed for the request against those that this
   * attempt used, and with the end of the request its place.
   */
  private static List<LimitHold> released(
      RequestState request, @Nullable AttemptState attempt, RequestEnd end) {
    if (request.limits().isEmpty()) {
      return List.of();
    }
    List<LimitHold> released = new ArrayList<>(request.limits().size());
    for (LimitHold hold : request.limits()) {
      if (hold.getKind() == LimitKind.TOKENS && attempt != null) {
        released.add(
            new LimitHold(
                hold.getLimit(),
                hold.getKind(),
                hold.getWindowMs(),
                attempt.number() == 1 ? hold.getAmount() : 0,
                request.admittedAtMs()));
      } else if (hold.getKind() == LimitKind.CONCURRENCY && end != RequestEnd.NONE) {
        released.add(hold);
      }
    }
    return released;
  }

  /** A request ends; what its attempts hold stays held. */
  public static Decision end(RequestState request, RequestEnd end, @Nullable ErrorInfo error) {
    Decision decision =
        blank(DecisionKind.END, request.account(), request.requestId(), request.latest().number());
    decision.setEnd(end);
    decision.setError(error);
    decision.setFateUnknown(request.latest().fateUnknown());
    decision.setLimitHolds(released(request, null, end));
    return decision;
  }

  private static Decision blank(
      DecisionKind kind, String account, String requestId, int attemptNumber) {
    return new Decision(
        kind,
        0L,
        "",
        account,
        requestId,
        attemptNumber,
        null,
        -1L,
        0L,
        0L,
        "",
        List.of(),
        0,
        null,
        null,
        "",
        RequestEnd.NONE,
        null,
        false,
        0L,
        null,
        0L,
        0L,
        0L,
        List.of(),
        List.of(),
        null,
        null,
        null,
        null);
  }
}
