package dev.sluice.router.inflight;

import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.decision.LimitHold;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An accepted request, from the decision to dispatch it until it ended and holds nothing more. */
public final class RequestState {
  private final String requestId;
  private final Envelope envelope;
  private final List<DeploymentStep> chain;
  private final String priceVersion;
  private final long requestOffset;
  private final long acceptedAtMs;
  private final long deadlineAtMs;
  private final long decidedAtMs;
  private final List<LimitHold> limits;
  private final List<AttemptState> attempts = new ArrayList<>(2);
  private RequestEnd end = RequestEnd.NONE;
  private @Nullable ErrorInfo error;
  private long lastOffset = -1;
  private long admittedAtMs;

  private RequestState(Decision first, Envelope envelope) {
    this.requestId = first.getRequestId();
    this.envelope = envelope;
    this.chain = first.getChain();
    this.priceVersion = first.getPriceVersion();
    this.requestOffset = first.getRequestOffset();
    this.acceptedAtMs = first.getAcceptedAtMs();
    this.deadlineAtMs = first.getDeadlineAtMs();
    this.decidedAtMs = first.getDecidedAtMs();
    this.limits = first.getLimitHolds();
  }

  /** The state that the first DISPATCH of a request makes; empty where it is no first one. */
  public static Optional<RequestState> begin(Decision first, long offset) {
    Envelope envelope = first.getEnvelope();
    if (envelope == null || first.getChain().isEmpty()) {
      return Optional.empty();
    }
    RequestState request = new RequestState(first, envelope);
    request.dispatch(first, offset);
    request.lastOffset = offset;
    return Optional.of(request);
  }

  /**
   * Folds a later decision about this request.
   *
   * @param offset its offset, or -1 where it is not in the log yet
   */
  public void apply(Decision decision, long offset) {
    if (offset >= 0) {
      if (offset <= lastOffset) {
        return;
      }
      lastOffset = offset;
    }
    AttemptSummary told = decision.getAttempt();
    if (told != null) {
      attempt(told.getAttemptNumber()).ifPresent(attempt -> attempt.failed(told));
    }
    switch (decision.getKind()) {
      case DISPATCH -> dispatch(decision, offset);
      case SETTLE, WRITE_OFF -> {
        attempt(decision.getAttemptNumber())
            .ifPresent(attempt -> attempt.settle(decision.getAttempt()));
        end(decision);
      }
      case END -> {
        if (decision.getFateUnknown()) {
          latest().giveUp();
        }
        end(decision);
      }
      case REFUSE, OWNER_EPOCH, SNAPSHOT, UNSPECIFIED -> {}
    }
  }

  private void dispatch(Decision decision, long offset) {
    if (decision.getFateUnknown() && !attempts.isEmpty()) {
      attempts.getLast().giveUp();
    }
    attempts.add(new AttemptState(decision, offset));
  }

  private void end(Decision decision) {
    if (end == RequestEnd.NONE && decision.getEnd() != RequestEnd.NONE) {
      end = decision.getEnd();
      error = decision.getError();
    }
  }

  /** A worker has the attempt. */
  public void started(int attemptNumber, String worker, long atMs) {
    attempt(attemptNumber).ifPresent(attempt -> attempt.start(worker, atMs));
  }

  /** Content of the attempt went to the caller. */
  public void contentShown(int attemptNumber) {
    attempt(attemptNumber).ifPresent(AttemptState::showContent);
  }

  public String requestId() {
    return requestId;
  }

  public String account() {
    return envelope.getAccount();
  }

  public Envelope envelope() {
    return envelope;
  }

  public boolean batch() {
    return envelope.getPriority() == Priority.BATCH;
  }

  public List<DeploymentStep> chain() {
    return chain;
  }

  public DeploymentStep step(AttemptState attempt) {
    return chain.get(Math.clamp(attempt.chainIndex(), 0, chain.size() - 1));
  }

  public String priceVersion() {
    return priceVersion;
  }

  /** Where its record lies in {@code requests}. */
  public long requestOffset() {
    return requestOffset;
  }

  public long acceptedAtMs() {
    return acceptedAtMs;
  }

  /** By the clock of the broker. */
  public long deadlineAtMs() {
    return deadlineAtMs;
  }

  /** When its first decision was made, by the clock of the owner. */
  public long decidedAtMs() {
    return decidedAtMs;
  }

  /** What it took of limits. */
  public List<LimitHold> limits() {
    return limits;
  }

  /** Whether no limit or budget waits for the end of this attempt. */
  public boolean holdsNothing(AttemptState attempt) {
    return limits.isEmpty() && attempt.budgets().isEmpty();
  }

  /** Append time of its first decision; 0 as long as that is not read back. */
  public long admittedAtMs() {
    return admittedAtMs;
  }

  /** Its first decision has its place in the log. */
  public void admitted(long atMs) {
    admittedAtMs = atMs;
  }

  /** Output limit that this attempt was made with; null where it had none. */
  public @Nullable Long outputLimit(AttemptState attempt) {
    Long lowered = attempt.outputLimit();
    return lowered == null ? step(attempt).getOutputLimit() : lowered;
  }

  public List<AttemptState> attempts() {
    return Collections.unmodifiableList(attempts);
  }

  public Optional<AttemptState> attempt(int number) {
    for (AttemptState attempt : attempts) {
      if (attempt.number() == number) {
        return Optional.of(attempt);
      }
    }
    return Optional.empty();
  }

  public AttemptState latest() {
    return attempts.getLast();
  }

  public boolean ended() {
    return end != RequestEnd.NONE;
  }

  public RequestEnd end() {
    return end;
  }

  /** Why it ended, null where it completed or has not ended. */
  public @Nullable ErrorInfo error() {
    return error;
  }

  /** Whether it ended and no attempt holds anything more. */
  public boolean done() {
    if (end == RequestEnd.NONE) {
      return false;
    }
    for (AttemptState attempt : attempts) {
      if (!attempt.settled()) {
        return false;
      }
    }
    return true;
  }

  /** Offset of the last decision folded. */
  public long lastOffset() {
    return lastOffset;
  }

  /** What became of its attempts so far, in order: those that ended or were given up. */
  public List<AttemptSummary> history() {
    List<AttemptSummary> history = new ArrayList<>(attempts.size());
    for (AttemptState attempt : attempts) {
      AttemptSummary summary = attempt.summary();
      if (summary != null) {
        history.add(summary);
      } else if (attempt.givenUp()) {
        history.add(Summaries.fateUnknown(attempt, step(attempt).getDeployment()));
      }
    }
    return history;
  }

  /** Cost of its ended attempts as far as they have a price. */
  public long knownCostNanoUsd() {
    long sum = 0;
    for (AttemptState attempt : attempts) {
      AttemptSummary summary = attempt.summary();
      if (summary != null && summary.getCostNanoUsd() != null) {
        sum += summary.getCostNanoUsd();
      }
    }
    return sum;
  }

  /** Whether nobody could price one of its ended attempts. */
  public boolean unpriced() {
    for (AttemptState attempt : attempts) {
      AttemptSummary summary = attempt.summary();
      if (summary != null && summary.getCostNanoUsd() == null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return requestId + " " + end + " " + attempts;
  }
}
