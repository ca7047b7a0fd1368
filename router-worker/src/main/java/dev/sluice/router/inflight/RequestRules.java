package dev.sluice.router.inflight;

import dev.sluice.router.admission.Admission;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import dev.sluice.schemas.usage.Usages;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens next to a request that was dispatched. Each rule looks at the state that includes
 * all decisions so far and appends what follows; times are of the broker's clock. A rule that is
 * asked again about the same thing appends nothing.
 */
public final class RequestRules {
  private final NextStep next;
  private final RuleTimes times;
  private final DecisionSink sink;

  /**
   * Rules over one partition.
   *
   * @param ground what the owner knows now
   */
  public RequestRules(
      Admission admission, RuleTimes times, Supplier<Admission.Ground> ground, DecisionSink sink) {
    this.next = new NextStep(admission, times, ground, sink);
    this.times = times;
    this.sink = sink;
  }

  /**
   * A worker tells how an attempt ended: its hold is released, its request may end.
   *
   * @param readAtMs when that was read, by this process's clock
   */
  public void onOutcome(RequestState request, AttemptEvent outcome, long nowMs, long readAtMs) {
    Optional<AttemptState> found = request.attempt(outcome.getAttemptNumber());
    if (found.isEmpty() || found.get().settled()) {
      return;
    }
    AttemptState attempt = found.get();
    RequestEnd end = RequestEnd.NONE;
    ErrorInfo error = null;
    if (!request.ended()) {
      end = endOf(request, attempt, outcome, nowMs);
      error = end == RequestEnd.NONE || end == RequestEnd.COMPLETED ? null : errorOf(outcome, end);
    }
    String source = outcome.getUsage() == null ? "" : outcome.getUsage().getSource().name();
    sink.append(
        Decisions.settle(
            request,
            attempt,
            Summaries.of(outcome),
            source,
            usedTokens(outcome.getUsage()),
            end,
            error),
        readAtMs);
  }

  private static @Nullable Long usedTokens(@Nullable TokenUsage usage) {
    if (usage == null || usage.getSource() == UsageSource.UNKNOWN) {
      return null;
    }
    OptionalLong total = Usages.totalTokens(usage);
    return total.isPresent() ? total.getAsLong() : null;
  }

  private static RequestEnd endOf(
      RequestState request, AttemptState attempt, AttemptEvent outcome, long nowMs) {
    if (outcome.getStatus() == AttemptStatus.SUCCEEDED) {
      return RequestEnd.COMPLETED;
    }
    if (attempt != request.latest()) {
      return RequestEnd.NONE;
    }
    ErrorKind kind = ErrorKind.ofWireName(outcome.getErrorKind());
    if (kind == ErrorKind.DEADLINE_EXCEEDED || nowMs >= request.deadlineAtMs()) {
      return RequestEnd.DEADLINE;
    }
    if (kind == ErrorKind.CANCELLED) {
      return RequestEnd.CANCELLED;
    }
    return outcome.getContentShown() || attempt.contentShown()
        ? RequestEnd.FAILED
        : RequestEnd.NONE;
  }

  private static ErrorInfo errorOf(AttemptEvent outcome, RequestEnd end) {
    if (end == RequestEnd.DEADLINE) {
      return NextStep.deadline(Errors.STAGE_PROVIDER);
    }
    ErrorInfo error =
        Errors.of(outcome.getErrorKind(), Errors.STAGE_PROVIDER, outcome.getErrorMessage());
    error.setProviderStatus(outcome.getProviderStatus());
    return error;
  }

  /**
   * A worker reports an attempt that did not answer the caller.
   *
   * <p>One that was called stays held until its outcome tells the cost.
   */
  public void onFailed(RequestState request, FailedAttempt failed, long nowMs) {
    Optional<AttemptState> found = request.attempt(failed.getAttemptNumber());
    if (found.isEmpty()) {
      return;
    }
    AttemptState attempt = found.get();
    switch (failed.getFate()) {
      case FAILED -> onCalledAndFailed(request, attempt, failed, nowMs);
      case NOT_CALLED ->
          onNotCalled(request, attempt, failed.getError(), failed.getTryElsewhere(), nowMs);
      case FATE_UNKNOWN -> {
        if (!attempt.started() && !attempt.settled()) {
          attempt.doubtUntil(nowMs + times.redelivered().toMillis());
        }
      }
      case UNSPECIFIED -> {}
    }
  }

  private void onCalledAndFailed(
      RequestState request, AttemptState attempt, FailedAttempt failed, long nowMs) {
    if (request.ended() || attempt != request.latest() || attempt.givenUp()) {
      return;
    }
    Long cost = failed.getUnpriced() ? null : failed.getCostNanoUsd();
    ErrorInfo error = failed.getError();
    next.proceed(
        request,
        error == null
            ? Errors.of(ErrorKind.INTERNAL, Errors.STAGE_PROVIDER, "no reason given")
            : error,
        failed.getTryElsewhere() && !failed.getContentShown() && !attempt.contentShown(),
        Summaries.of(failed, cost),
        nowMs);
  }

  /**
   * An attempt was certainly never called: it costs nothing. It is made again where that can help,
   * at the next deployment where this one cannot.
   */
  public void onNotCalled(
      RequestState request,
      AttemptState attempt,
      @Nullable ErrorInfo error,
      boolean tryElsewhere,
      long nowMs) {
    if (attempt.settled()) {
      return;
    }
    boolean open = !request.ended() && attempt == request.latest();
    boolean again = error == null || mayBeMadeAgain(ErrorKind.ofWireName(error.getKind()));
    RequestEnd end = RequestEnd.NONE;
    if (open) {
      end = endOfNotCalled(request, error, again || tryElsewhere, nowMs);
    }
    sink.append(
        Decisions.settle(
            request,
            attempt,
            Summaries.notCalled(attempt, request.step(attempt).getDeployment()),
            Summaries.NOT_CALLED,
            0L,
            end,
            errorOfNotCalled(end, error)));
    if (!open || end != RequestEnd.NONE) {
      return;
    }
    if (again || error == null) {
      next.dispatch(request, attempt.chainIndex(), false, null, NextStep.noProgress(error), nowMs);
    } else {
      next.proceed(request, error, true, null, nowMs);
    }
  }

  /** Whether what kept a worker from calling says nothing about the deployment. */
  private static boolean mayBeMadeAgain(ErrorKind kind) {
    return kind == ErrorKind.FATE_UNKNOWN || kind == ErrorKind.NO_CAPACITY;
  }

  private static RequestEnd endOfNotCalled(
      RequestState request, @Nullable ErrorInfo error, boolean goesOn, long nowMs) {
    ErrorKind kind = error == null ? ErrorKind.FATE_UNKNOWN : ErrorKind.ofWireName(error.getKind());
    if (kind == ErrorKind.DEADLINE_EXCEEDED || nowMs >= request.deadlineAtMs()) {
      return RequestEnd.DEADLINE;
    }
    if (kind == ErrorKind.CANCELLED) {
      return RequestEnd.CANCELLED;
    }
    return goesOn ? RequestEnd.NONE : RequestEnd.FAILED;
  }

  private static @Nullable ErrorInfo errorOfNotCalled(RequestEnd end, @Nullable ErrorInfo error) {
    return switch (end) {
      case DEADLINE -> NextStep.deadline(Errors.STAGE_ROUTE);
      case FAILED -> error;
      case NONE, COMPLETED, REFUSED, CANCELLED -> null;
    };
  }

  /** An attempt could not be sent, since the payload of its request is gone. */
  public void onPayloadLost(RequestState request, AttemptState attempt) {
    if (attempt.settled()) {
      return;
    }
    sink.append(
        Decisions.settle(
            request,
            attempt,
            Summaries.notCalled(attempt, request.step(attempt).getDeployment()),
            Summaries.NOT_CALLED,
            0L,
            request.ended() ? RequestEnd.NONE : RequestEnd.FAILED,
            request.ended()
                ? null
                : Errors.of(
                    ErrorKind.PAYLOAD_LOST,
                    Errors.STAGE_ROUTE,
                    "the request is no longer in its topic")));
  }

  /** The caller is gone, or was told that its request may be lost. */
  public void onCancel(RequestState request) {
    if (!request.ended()) {
      next.end(request, RequestEnd.CANCELLED, null);
    }
  }
}
