package dev.sluice.router.inflight;

import dev.sluice.router.admission.Admission;
import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.util.function.Supplier;

/**
 * What time alone decides about a request that was dispatched: its deadline, lost workers, failures
 * whose report never came, and holds that nobody will settle. To be asked only when everything is
 * read that was there at that time.
 */
public final class TimeRules {
  private final RuleTimes times;
  private final NextStep next;
  private final DecisionSink sink;

  /**
   * Rules over one partition.
   *
   * @param ground what the owner knows now
   */
  public TimeRules(
      Admission admission, RuleTimes times, Supplier<Admission.Ground> ground, DecisionSink sink) {
    this.times = times;
    this.next = new NextStep(admission, times, ground, sink);
    this.sink = sink;
  }

  /** Whether {@link #decide} would decide something now. Changes nothing but notes of time. */
  public boolean isDue(RequestState request, Workers workers, long nowMs) {
    if (!request.ended()) {
      return nowMs >= request.deadlineAtMs() || latestMatters(request.latest(), workers, nowMs);
    }
    if (nowMs < request.deadlineAtMs() + times.grace().toMillis()) {
      return false;
    }
    for (int i = 0; i < request.attempts().size(); i++) {
      if (writeOffDue(request, request.attempts().get(i), workers, nowMs)) {
        return true;
      }
    }
    return false;
  }

  private boolean latestMatters(AttemptState latest, Workers workers, long nowMs) {
    if (latest.settled()) {
      latest.doubtUntil(nowMs + times.doubt().toMillis());
    }
    if (latest.started() && !latest.settled()) {
      return workers.lost(latest.worker(), latest.startedAtMs());
    }
    return latest.doubtOver(nowMs);
  }

  /** Decides what time alone decides about this request. */
  public void decide(RequestState request, Workers workers, long nowMs) {
    if (!request.ended()) {
      if (nowMs >= request.deadlineAtMs()) {
        boolean called = request.latest().started() && !request.latest().settled();
        next.end(
            request,
            RequestEnd.DEADLINE,
            NextStep.deadline(called ? Errors.STAGE_PROVIDER : Errors.STAGE_ROUTE));
      } else {
        onTimeOfLatest(request, workers, nowMs);
      }
    }
    if (nowMs >= request.deadlineAtMs() + times.grace().toMillis()) {
      writeOffs(request, workers, nowMs);
    }
  }

  private void onTimeOfLatest(RequestState request, Workers workers, long nowMs) {
    AttemptState latest = request.latest();
    if (latest.settled()) {
      latest.doubtUntil(nowMs + times.doubt().toMillis());
      if (latest.doubtOver(nowMs)) {
        onReportMissing(request, latest, nowMs);
      }
    } else if (latest.started()) {
      if (workers.lost(latest.worker(), latest.startedAtMs())) {
        onWorkerLost(request, latest, nowMs);
      }
    } else if (latest.doubtOver(nowMs)) {
      ErrorInfo error =
          Errors.of(
              ErrorKind.FATE_UNKNOWN, Errors.STAGE_ROUTE, "nobody knows whether the call was made");
      next.dispatch(request, latest.chainIndex(), true, null, error, nowMs);
    }
  }

  /** The outcome of a failed attempt came, its report did not: the outcome has to do. */
  private void onReportMissing(RequestState request, AttemptState attempt, long nowMs) {
    AttemptSummary summary = attempt.summary();
    if (summary == null || summary.getStatus().equals(Summaries.NOT_CALLED)) {
      next.dispatch(request, attempt.chainIndex(), false, null, NextStep.noProgress(null), nowMs);
      return;
    }
    ErrorInfo error =
        Errors.of(summary.getErrorKind(), Errors.STAGE_PROVIDER, summary.getMessage());
    error.setProviderStatus(summary.getProviderStatus());
    boolean elsewhere = ErrorKind.ofWireName(summary.getErrorKind()).triedElsewhere();
    next.proceed(request, error, elsewhere && !attempt.contentShown(), null, nowMs);
  }

  private void writeOffs(RequestState request, Workers workers, long nowMs) {
    for (int i = 0; i < request.attempts().size(); i++) {
      AttemptState attempt = request.attempts().get(i);
      if (writeOffDue(request, attempt, workers, nowMs)) {
        sink.append(
            Decisions.writeOff(
                request,
                attempt,
                Summaries.writtenOff(attempt, request.step(attempt).getDeployment())));
      }
    }
  }

  /**
   * A worker that lives will tell how its attempt ended, however late; one that is lost will not.
   * What no worker took from its queue may still be refused by one.
   */
  private boolean writeOffDue(
      RequestState request, AttemptState attempt, Workers workers, long nowMs) {
    long lateMs = nowMs - request.deadlineAtMs();
    if (attempt.settled() || lateMs < times.grace().toMillis()) {
      return false;
    }
    if (attempt.started()) {
      return lateMs >= times.liveGrace().toMillis()
          || workers.lost(attempt.worker(), attempt.startedAtMs());
    }
    boolean queued = !attempt.doubted() && !attempt.givenUp();
    return !queued || lateMs >= times.queueGrace().toMillis();
  }

  /** The worker that has an attempt is gone. */
  private void onWorkerLost(RequestState request, AttemptState attempt, long nowMs) {
    if (request.ended() || attempt.settled() || attempt.givenUp() || attempt != request.latest()) {
      return;
    }
    ErrorInfo error =
        Errors.of(
            ErrorKind.WORKER_LOST, Errors.STAGE_PROVIDER, "the worker that made the call was lost");
    int following = attempt.chainIndex() + 1;
    if (attempt.contentShown()) {
      next.end(request, RequestEnd.FAILED, error);
    } else if (following < request.chain().size()) {
      next.dispatch(request, following, true, null, error, nowMs);
    } else if (attemptsAt(request, attempt.chainIndex()) == 1) {
      next.dispatch(request, attempt.chainIndex(), true, null, error, nowMs);
    } else {
      next.end(request, RequestEnd.FAILED, error);
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
}
