package dev.sluice.router.decision;

import dev.sluice.router.admission.Admission;
import dev.sluice.router.admission.AdmissionDecision;
import dev.sluice.router.inflight.Decisions;
import dev.sluice.router.inflight.Errors;
import dev.sluice.router.inflight.RuleTimes;
import dev.sluice.router.plan.DeploymentCatalog;
import dev.sluice.router.plan.Route;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.SourceOffset;
import java.util.Optional;

/** The first decision about a request: its first attempt, or a refusal. Pure. */
public final class Intake {
  /** Version of the envelope that this router knows. */
  static final int PROTOCOL_VERSION = 1;

  private final Admission admission;
  private final RuleTimes times;
  private final int mostInFlight;

  /**
   * Intake of one partition.
   *
   * @param mostInFlight requests at once; beyond it new ones are refused
   */
  public Intake(Admission admission, RuleTimes times, int mostInFlight) {
    this.admission = admission;
    this.times = times;
    this.mostInFlight = mostInFlight;
  }

  /** What came of looking at a request. */
  public sealed interface Outcome {
    /** This is to be appended. */
    record Decided(Decision decision) implements Outcome {}

    /** It was decided about before. */
    record Repeated() implements Outcome {}

    /** Nothing is decided: it waits for a limit. */
    record Held(String limit) implements Outcome {}
  }

  private static final Outcome REPEATED = new Outcome.Repeated();

  /**
   * Decides about the request record at this offset.
   *
   * @param state with all decisions so far
   * @param cancelled whether its caller took it back before it was read
   * @param acceptedAtMs append time of the record
   * @param now what the owner knows, counters of {@code state} included
   */
  public Outcome decide(
      AccountPartitionState state,
      DeploymentCatalog catalog,
      Envelope envelope,
      boolean cancelled,
      long requestOffset,
      long acceptedAtMs,
      Admission.Ground now) {
    long nowMs = now.nowMs();
    if (state.decided(requestOffset) || repeated(state, envelope)) {
      return REPEATED;
    }
    long budget =
        envelope.getTimeBudgetMs() > 0
            ? envelope.getTimeBudgetMs()
            : times.defaultBudget().toMillis();
    long deadline = acceptedAtMs + budget;
    RequestEnd early = cancelled ? RequestEnd.CANCELLED : RequestEnd.REFUSED;
    if (nowMs >= deadline) {
      early = RequestEnd.DEADLINE;
    }
    Optional<ErrorInfo> obstacle = obstacle(state, envelope, early);
    if (obstacle.isPresent()) {
      return refuse(envelope, requestOffset, acceptedAtMs, deadline, early, obstacle.get());
    }
    return switch (catalog.route(envelope)) {
      case Route.Nowhere nowhere ->
          refuse(
              envelope, requestOffset, acceptedAtMs, deadline, RequestEnd.REFUSED, nowhere.error());
      case Route.Chain chain -> admit(now, envelope, chain, requestOffset, acceptedAtMs, deadline);
    };
  }

  private static boolean repeated(AccountPartitionState state, Envelope envelope) {
    SourceOffset source = envelope.getSource();
    return (source != null && state.decided(source))
        || state.request(envelope.getRequestId()).isPresent();
  }

  private Optional<ErrorInfo> obstacle(
      AccountPartitionState state, Envelope envelope, RequestEnd early) {
    if (early == RequestEnd.DEADLINE) {
      return Optional.of(
          Errors.of(
              ErrorKind.DEADLINE_EXCEEDED,
              Errors.STAGE_REQUEST,
              "the deadline of the request passed before it was admitted"));
    }
    if (early == RequestEnd.CANCELLED) {
      return Optional.of(
          Errors.of(ErrorKind.CANCELLED, Errors.STAGE_REQUEST, "the request was taken back"));
    }
    if (envelope.getProtocolVersion() != PROTOCOL_VERSION) {
      return Optional.of(
          Errors.of(
              ErrorKind.UNSUPPORTED,
              Errors.STAGE_REQUEST,
              "envelope version " + envelope.getProtocolVersion() + " is not known here"));
    }
    if (state.inFlightCount() >= mostInFlight) {
      return Optional.of(
          Errors.of(ErrorKind.NO_CAPACITY, Errors.STAGE_LIMITS, "too many requests are under way"));
    }
    return Optional.empty();
  }

  private Outcome admit(
      Admission.Ground now,
      Envelope envelope,
      Route.Chain chain,
      long requestOffset,
      long acceptedAtMs,
      long deadline) {
    AdmissionDecision admitted =
        admission.admit(
            new Admission.Asked(
                envelope, chain.steps().getFirst(), chain.priceVersion(), true, now));
    return switch (admitted) {
      case AdmissionDecision.Granted granted ->
          new Outcome.Decided(
              Decisions.admit(envelope, requestOffset, acceptedAtMs, deadline, chain, granted));
      case AdmissionDecision.Held held -> new Outcome.Held(held.limit());
      case AdmissionDecision.Refused refused -> {
        Decision decision =
            Decisions.refuse(
                envelope,
                requestOffset,
                acceptedAtMs,
                deadline,
                RequestEnd.REFUSED,
                refused.error());
        decision.setNotes(refused.notes());
        decision.setBudgetHolds(refused.named());
        yield new Outcome.Decided(decision);
      }
    };
  }

  private static Outcome refuse(
      Envelope envelope,
      long requestOffset,
      long acceptedAtMs,
      long deadline,
      RequestEnd end,
      ErrorInfo error) {
    return new Outcome.Decided(
        Decisions.refuse(envelope, requestOffset, acceptedAtMs, deadline, end, error));
  }
}
