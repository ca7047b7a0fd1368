package dev.sluice.router.inflight;

import dev.sluice.router.admission.Admission;
import dev.sluice.router.admission.AdmissionDecision;
import dev.sluice.router.admission.Balance;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens next to a request that was dispatched. Each rule looks at the state that includes all
 * decisions so far and appends what follows; times are of the broker's clock. A rule that is asked
 * again about the same thing appends nothing.
 */
public final class RequestRules {
  private final Admission admission;
  private final RuleTimes times;
  private final Function<String, Balance> balances;
  private final DecisionSink sink;

  /**
   * Rules over one partition.
   *
   * @param balances of the accounts, as of now
   */
  public RequestRules(
      Admission admission,
      RuleTimes times,
      Function<String, Balance> balances,
      DecisionSink sink) {
    this.admission = admission;
    this.times = times;
    this.balances = balances;
    this.sink = sink;
  }

  /** A worker tells how an attempt ended: its hold is released, its request may end. */
  public void onOutcome(RequestState request, AttemptEvent outcome, long nowMs) {
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
            request.account(),
            request.requestId(),
            Summaries.of(outcome),
            attempt.reservedNanoUsd(),
            source,
            end,
            error));
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
    return outcome.getContentShown() || attempt.contentShown() ? RequestEnd.FAILED : RequestEnd.NONE;
  }

  private static ErrorInfo errorOf(AttemptEvent outcome, RequestEnd end) {
    if (end == RequestEnd.DEADLINE) {
      return deadline(Errors.STAGE_PROVIDER);
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
      case NOT_CALLED -> onNotCalled(request, attempt, failed.getError(), failed.getTryElsewhere(), nowMs);
      case FATE_UNKNOWN -> {
        if (!attempt.started() && !attempt.settled()) {
          attempt.doubt(nowMs);
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
    proceed(
        request,
        error == null ? Errors.of(ErrorKind.INTERNAL, Errors.STAGE_PROVIDER, "no reason given") : error,
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
            request.account(),
            request.requestId(),
            Summaries.notCalled(attempt, request.step(attempt).getDeployment()),
            attempt.reservedNanoUsd(),
            Summaries.NOT_CALLED,
            end,
            errorOfNotCalled(end, error)));
    if (!open || end != RequestEnd.NONE) {
      return;
    }
    if (again || error == null) {
      dispatch(request, attempt.chainIndex(), false, null, noProgress(error), nowMs);
    } else {
      proceed(request, error, true, null, nowMs);
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
      case DEADLINE -> deadline(Errors.STAGE_ROUTE);
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
            request.account(),
            request.requestId(),
            Summaries.notCalled(attempt, request.step(attempt).getDeployment()),
            attempt.reservedNanoUsd(),
            Summaries.NOT_CALLED,
            request.ended() ? RequestEnd.NONE : RequestEnd.FAILED,
            request.ended()
                ? null
                : Errors.of(
                    ErrorKind.PAYLOAD_LOST,
                    Errors.STAGE_ROUTE,
                    "the request is no longer in its topic")));
  }

  /** The worker that has an attempt is gone. */
  public void onWorkerLost(RequestState request, AttemptState attempt, long nowMs) {
    if (request.ended() || attempt.settled() || attempt.givenUp() || attempt != request.latest()) {
      return;
    }
    ErrorInfo error =
        Errors.of(
            ErrorKind.WORKER_LOST, Errors.STAGE_PROVIDER, "the worker that made the call was lost");
    int next = attempt.chainIndex() + 1;
    if (attempt.contentShown()) {
      end(request, RequestEnd.FAILED, error);
    } else if (next < request.chain().size()) {
      dispatch(request, next, true, null, error, nowMs);
    } else if (attemptsAt(request, attempt.chainIndex()) == 1) {
      dispatch(request, attempt.chainIndex(), true, null, error, nowMs);
    } else {
      end(request, RequestEnd.FAILED, error);
    }
  }

  private static int attemptsAt(RequestState request, int chainIndex) {
    int count = 0;
    for (AttemptState attempt : request.attempts()) {
      if (attempt.chainIndex() == chainIndex) {
        count++;
      }
    }
    return count;
  }

  /** The caller is gone, or was told that its request may be lost. */
  public void onCancel(RequestState request) {
    if (!request.ended()) {
      end(request, RequestEnd.CANCELLED, null);
    }
  }

  /** Whether {@link #onTime} would decide something now. Changes nothing but notes of time. */
  public boolean timeMatters(RequestState request, Workers workers, long nowMs) {
    if (!request.ended()) {
      return nowMs >= request.deadlineAtMs() || latestMatters(request.latest(), workers, nowMs);
    }
    if (nowMs < request.deadlineAtMs() + times.grace().toMillis()) {
      return false;
    }
    for (int i = 0; i < request.attempts().size(); i++) {
      if (writeOffDue(request, request.attempts().get(i), nowMs)) {
        return true;
      }
    }
    return false;
  }

  private boolean latestMatters(AttemptState latest, Workers workers, long nowMs) {
    if (latest.settled()) {
      latest.doubt(nowMs);
    }
    if (latest.started() && !latest.settled()) {
      return workers.lost(latest.worker(), latest.startedAtMs());
    }
    return latest.doubtedFor(times.doubt().toMillis(), nowMs);
  }

  /** Decides what time alone decides about this request. */
  public void onTime(RequestState request, Workers workers, long nowMs) {
    if (!request.ended()) {
      if (nowMs >= request.deadlineAtMs()) {
        boolean called = request.latest().started() && !request.latest().settled();
        end(
            request,
            RequestEnd.DEADLINE,
            deadline(called ? Errors.STAGE_PROVIDER : Errors.STAGE_ROUTE));
      } else {
        onTimeOfLatest(request, workers, nowMs);
      }
    }
    if (nowMs >= request.deadlineAtMs() + times.grace().toMillis()) {
      writeOffs(request, nowMs);
    }
  }

  private void onTimeOfLatest(RequestState request, Workers workers, long nowMs) {
    AttemptState latest = request.latest();
    if (latest.settled()) {
      latest.doubt(nowMs);
      if (latest.doubtedFor(times.doubt().toMillis(), nowMs)) {
        onReportMissing(request, latest, nowMs);
      }
    } else if (latest.started()) {
      if (workers.lost(latest.worker(), latest.startedAtMs())) {
        onWorkerLost(request, latest, nowMs);
      }
    } else if (latest.doubtedFor(times.doubt().toMillis(), nowMs)) {
      ErrorInfo error =
          Errors.of(
              ErrorKind.FATE_UNKNOWN, Errors.STAGE_ROUTE, "nobody knows whether the call was made");
      dispatch(request, latest.chainIndex(), true, null, error, nowMs);
    }
  }

  /** The outcome of a failed attempt came, its report did not: the outcome has to do. */
  private void onReportMissing(RequestState request, AttemptState attempt, long nowMs) {
    AttemptSummary summary = attempt.summary();
    if (summary == null || summary.getStatus().equals(Summaries.NOT_CALLED)) {
      dispatch(request, attempt.chainIndex(), false, null, noProgress(null), nowMs);
      return;
    }
    ErrorInfo error =
        Errors.of(summary.getErrorKind(), Errors.STAGE_PROVIDER, summary.getMessage());
    error.setProviderStatus(summary.getProviderStatus());
    boolean elsewhere = ErrorKind.ofWireName(summary.getErrorKind()).triedElsewhere();
    proceed(request, error, elsewhere && !attempt.contentShown(), null, nowMs);
  }

  private void writeOffs(RequestState request, long nowMs) {
    for (int i = 0; i < request.attempts().size(); i++) {
      AttemptState attempt = request.attempts().get(i);
      if (writeOffDue(request, attempt, nowMs)) {
        sink.append(
            Decisions.writeOff(
                request.account(),
                request.requestId(),
                Summaries.writtenOff(attempt, request.step(attempt).getDeployment()),
                attempt.reservedNanoUsd()));
      }
    }
  }

  private boolean writeOffDue(RequestState request, AttemptState attempt, long nowMs) {
    boolean queued = !attempt.started() && !attempt.doubted() && !attempt.givenUp();
    long span = (queued ? times.queueGrace() : times.grace()).toMillis();
    return !attempt.settled() && nowMs >= request.deadlineAtMs() + span;
  }

  private void proceed(
      RequestState request,
      ErrorInfo error,
      boolean elsewhere,
      @Nullable AttemptSummary failed,
      long nowMs) {
    int next = request.latest().chainIndex() + 1;
    if (elsewhere && next < request.chain().size()) {
      dispatch(request, next, false, failed, error, nowMs);
    } else {
      Decision end =
          Decisions.end(
              request.account(),
              request.requestId(),
              request.latest().number(),
              RequestEnd.FAILED,
              error);
      end.setAttempt(failed);
      sink.append(end);
    }
  }

  private void dispatch(
      RequestState request,
      int chainIndex,
      boolean fateUnknown,
      @Nullable AttemptSummary failed,
      ErrorInfo otherwise,
      long nowMs) {
    int number = request.latest().number() + 1;
    if (number > times.mostAttempts() || nowMs >= request.deadlineAtMs()) {
      RequestEnd end = nowMs >= request.deadlineAtMs() ? RequestEnd.DEADLINE : RequestEnd.FAILED;
      end(request, end, end == RequestEnd.DEADLINE ? deadline(Errors.STAGE_ROUTE) : otherwise);
      return;
    }
    AdmissionDecision admitted =
        admission.admit(
            balances.apply(request.account()), request.envelope(), request.chain().get(chainIndex));
    switch (admitted) {
      case AdmissionDecision.Granted granted -> {
        Decision decision =
            Decisions.again(
                request.account(),
                request.requestId(),
                number,
                chainIndex,
                granted.reservedNanoUsd(),
                fateUnknown);
        decision.setAttempt(failed);
        sink.append(decision);
      }
      case AdmissionDecision.Refused refused -> end(request, RequestEnd.FAILED, refused.error());
    }
  }

  private void end(RequestState request, RequestEnd end, @Nullable ErrorInfo error) {
    sink.append(
        Decisions.end(
            request.account(), request.requestId(), request.latest().number(), end, error));
  }

  private static ErrorInfo noProgress(@Nullable ErrorInfo error) {
    return error == null
        ? Errors.of(ErrorKind.NO_CAPACITY, Errors.STAGE_ROUTE, "no worker could make the call")
        : error;
  }

  private static ErrorInfo deadline(String stage) {
    return Errors.of(
        ErrorKind.DEADLINE_EXCEEDED,
        stage,
        "the deadline of the request passed in the stage " + stage);
  }
}
