package dev.sluice.router.inflight;

import dev.sluice.router.admission.Admission;
import dev.sluice.router.admission.AdmissionDecision;
import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the next attempt of a request, or ends it. Shared by the rules. */
final class NextStep {
  private final Admission admission;
  private final RuleTimes times;
  private final Supplier<Admission.Ground> ground;
  private final DecisionSink sink;

  NextStep(
      Admission admission, RuleTimes times, Supplier<Admission.Ground> ground, DecisionSink sink) {
    this.admission = admission;
    this.times = times;
    this.ground = ground;
    this.sink = sink;
  }

  /**
   * Goes on to the next deployment, or ends the request where there is none.
   *
   * @param elsewhere whether the failure may be another one elsewhere
   * @param failed how the latest attempt failed, null where that is known already
   */
  void proceed(
      RequestState request,
      ErrorInfo error,
      boolean elsewhere,
      @Nullable AttemptSummary failed,
      long nowMs) {
    int next = request.latest().chainIndex() + 1;
    if (elsewhere && next < request.chain().size()) {
      dispatch(request, next, false, failed, error, nowMs);
    } else {
      end(request, RequestEnd.FAILED, error, failed);
    }
  }

  /**
   * Makes another attempt at this place of the chain.
   *
   * @param fateUnknown nobody knows what became of the latest attempt
   * @param otherwise what the request ends with where no further attempt is allowed
   */
  void dispatch(
      RequestState request,
      int chainIndex,
      boolean fateUnknown,
      @Nullable AttemptSummary failed,
      ErrorInfo otherwise,
      long nowMs) {
    int number = request.latest().number() + 1;
    if (nowMs >= request.deadlineAtMs()) {
      end(request, RequestEnd.DEADLINE, deadline(Errors.STAGE_ROUTE), failed);
      return;
    }
    if (number > times.mostAttempts()) {
      end(request, RequestEnd.FAILED, otherwise, failed);
      return;
    }
    AdmissionDecision admitted =
        admission.admit(
            new Admission.Asked(
                request.envelope(),
                request.chain().get(chainIndex),
                request.priceVersion(),
                false,
                ground.get()));
    switch (admitted) {
      case AdmissionDecision.Granted granted -> {
        Decision decision = Decisions.again(request, number, chainIndex, granted, fateUnknown);
        decision.setAttempt(failed);
        sink.append(decision);
      }
      case AdmissionDecision.Held held ->
          throw new IllegalStateException("only the first attempt of a request waits for a limit");
      case AdmissionDecision.Refused refused -> {
        Decision decision = Decisions.end(request, RequestEnd.FAILED, refused.error());
        decision.setAttempt(failed);
        decision.setNotes(refused.notes());
        decision.setBudgetHolds(refused.named());
        sink.append(decision);
      }
    }
  }

  void end(RequestState request, RequestEnd end, @Nullable ErrorInfo error) {
    end(request, end, error, null);
  }

  private void end(
      RequestState request,
      RequestEnd end,
      @Nullable ErrorInfo error,
      @Nullable AttemptSummary failed) {
    Decision decision = Decisions.end(request, end, error);
    decision.setAttempt(failed);
    sink.append(decision);
  }

  /** What a request ends with that could not be sent to any worker, for want of a better error. */
  static ErrorInfo noProgress(@Nullable ErrorInfo error) {
    return error == null
        ? Errors.of(ErrorKind.NO_CAPACITY, Errors.STAGE_ROUTE, "no worker could make the call")
        : error;
  }

  static ErrorInfo deadline(String stage) {
    return Errors.of(
        ErrorKind.DEADLINE_EXCEEDED,
        stage,
        "the deadline of the request passed in the stage " + stage);
  }
}
