package dev.sluice.router.inflight;

import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.request.Envelope;
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
      List<DeploymentStep> chain,
      String priceVersion,
      @Nullable Long reservedNanoUsd) {
    Decision decision =
        blank(DecisionKind.DISPATCH, envelope.getAccount(), envelope.getRequestId(), 1);
    decision.setEnvelope(envelope);
    decision.setRequestOffset(requestOffset);
    decision.setAcceptedAtMs(acceptedAtMs);
    decision.setDeadlineAtMs(deadlineAtMs);
    decision.setChain(chain);
    decision.setPriceVersion(priceVersion);
    decision.setReservedNanoUsd(reservedNanoUsd);
    return decision;
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
      String account,
      String requestId,
      int attemptNumber,
      int chainIndex,
      @Nullable Long reservedNanoUsd,
      boolean fateUnknown) {
    Decision decision = blank(DecisionKind.DISPATCH, account, requestId, attemptNumber);
    decision.setChainIndex(chainIndex);
    decision.setReservedNanoUsd(reservedNanoUsd);
    decision.setFateUnknown(fateUnknown);
    return decision;
  }

  /**
   * The cost of an attempt is known; its hold is released.
   *
   * @param end what it ends its request with, NONE where it does not
   */
  public static Decision settle(
      String account,
      String requestId,
      AttemptSummary attempt,
      @Nullable Long reservedNanoUsd,
      String usageSource,
      RequestEnd end,
      @Nullable ErrorInfo error) {
    Decision decision = blank(DecisionKind.SETTLE, account, requestId, attempt.getAttemptNumber());
    decision.setAttempt(attempt);
    decision.setReservedNanoUsd(reservedNanoUsd);
    decision.setCostNanoUsd(attempt.getCostNanoUsd());
    decision.setUsageSource(usageSource);
    decision.setEnd(end);
    decision.setError(error);
    return decision;
  }

  /** Nobody will learn what an attempt cost: it counts as what it holds. */
  public static Decision writeOff(
      String account, String requestId, AttemptSummary attempt, @Nullable Long reservedNanoUsd) {
    Decision decision =
        blank(DecisionKind.WRITE_OFF, account, requestId, attempt.getAttemptNumber());
    decision.setAttempt(attempt);
    decision.setReservedNanoUsd(reservedNanoUsd);
    decision.setCostNanoUsd(reservedNanoUsd);
    decision.setUsageSource("UNKNOWN");
    return decision;
  }

  /** A request ends; what its attempts hold stays held. */
  public static Decision end(
      String account,
      String requestId,
      int attemptNumber,
      RequestEnd end,
      @Nullable ErrorInfo error) {
    Decision decision = blank(DecisionKind.END, account, requestId, attemptNumber);
    decision.setEnd(end);
    decision.setError(error);
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
        0L);
  }
}
