package dev.sluice.router.topology;

import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.id.AttemptId;
import dev.sluice.schemas.reply.RequestOutcome;
import dev.sluice.schemas.reply.StageTime;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How requests and given-up attempts ended, as records. Pure. */
final class Outcomes {
  private static final long US_PER_MS = 1000;

  private Outcomes() {}

  /** Of a request that was refused. */
  static RequestOutcome of(Decision refusal, Envelope envelope, long nowMs) {
    List<StageTime> stages = new ArrayList<>(2);
    untilDecided(stages, envelope, refusal.getAcceptedAtMs(), refusal.getDecidedAtMs());
    return outcome(
        envelope,
        refusal.getEnd(),
        refusal.getError(),
        List.of(),
        "",
        0L,
        "",
        refusal.getAcceptedAtMs(),
        nowMs,
        stages);
  }

  /** Of a request that was dispatched and has ended. */
  static RequestOutcome of(RequestState request, long nowMs) {
    List<AttemptSummary> history = request.history();
    List<StageTime> stages = new ArrayList<>(4);
    untilDecided(stages, request.envelope(), request.acceptedAtMs(), request.decidedAtMs());
    if (!history.isEmpty()) {
      AttemptSummary last = history.getLast();
      stages.add(new StageTime("provider", last.getStartedAtMs(), last.getLatencyMs() * US_PER_MS));
    }
    stages.add(new StageTime("log", nowMs, 0L));
    return outcome(
        request.envelope(),
        request.end(),
        request.error(),
        history,
        history.isEmpty()
            ? request.step(request.latest()).getDeployment()
            : answering(history).getDeployment(),
        request.unpriced() ? null : request.knownCostNanoUsd(),
        request.priceVersion(),
        request.acceptedAtMs(),
        nowMs,
        stages);
  }

  private static AttemptSummary answering(List<AttemptSummary> history) {
    for (AttemptSummary summary : history) {
      if (summary.getStatus().equals(AttemptStatus.SUCCEEDED.name())) {
        return summary;
      }
    }
    return history.getLast();
  }

  private static void untilDecided(
      List<StageTime> stages, Envelope envelope, long acceptedAtMs, long decidedAtMs) {
    stages.add(
        new StageTime(
            "request",
            envelope.getIngressAtMs(),
            Math.max(0, acceptedAtMs - envelope.getIngressAtMs()) * US_PER_MS));
    stages.add(
        new StageTime("route", decidedAtMs, Math.max(0, decidedAtMs - acceptedAtMs) * US_PER_MS));
  }

  private static RequestOutcome outcome(
      Envelope envelope,
      RequestEnd end,
      @Nullable ErrorInfo error,
      List<AttemptSummary> attempts,
      String deployment,
      @Nullable Long cost,
      String priceVersion,
      long acceptedAtMs,
      long endedAtMs,
      List<StageTime> stages) {
    return new RequestOutcome(
        envelope.getRequestId(),
        envelope.getAccount(),
        envelope.getProject(),
        envelope.getVirtualKeyId(),
        envelope.getUser(),
        envelope.getTags(),
        envelope.getClientDialect(),
        envelope.getRequestedModel(),
        envelope.getStream(),
        envelope.getPriority() == Priority.BATCH,
        envelope.getSource(),
        end,
        error,
        attempts,
        deployment,
        cost,
        priceVersion,
        acceptedAtMs,
        endedAtMs,
        stages);
  }

  /** Of an attempt that nobody will hear of: it counts as the most that it can have been. */
  static AttemptEvent writtenOff(RequestState request, AttemptState attempt, long nowMs) {
    Envelope envelope = request.envelope();
    DeploymentStep step = request.step(attempt);
    Long limit = request.outputLimit(attempt);
    return AttemptEvent.newBuilder()
        .setKind(AttemptEventKind.WRITTEN_OFF)
        .setAttemptId(new AttemptId(request.requestId(), attempt.number()).toString())
        .setAttemptNumber(attempt.number())
        .setRequestId(request.requestId())
        .setAccount(envelope.getAccount())
        .setProject(envelope.getProject())
        .setVirtualKeyId(envelope.getVirtualKeyId())
        .setUser(envelope.getUser())
        .setTags(envelope.getTags())
        .setClientDialect(envelope.getClientDialect())
        .setRequestedModel(envelope.getRequestedModel())
        .setDeployment(step.getDeployment())
        .setProvider(step.getProvider())
        .setProviderModel(step.getProviderModel())
        .setStream(envelope.getStream())
        .setBatch(request.batch())
        .setStatus(AttemptStatus.FATE_UNKNOWN)
        .setContentShown(attempt.contentShown())
        .setStartedAtMs(attempt.startedAtMs())
        .setAtMs(nowMs)
        .setUsage(
            TokenUsage.newBuilder()
                .setSource(UsageSource.UNKNOWN)
                .setInput(envelope.getInputTokensBound())
                .setOutput(limit == null ? null : limit * envelope.getChoices())
                .build())
        .setPriceVersion(request.priceVersion())
        .setCostNanoUsd(attempt.reservedNanoUsd())
        .setInputTokensBound(envelope.getInputTokensBound())
        .setOutputLimit(limit)
        .setChoices(envelope.getChoices())
        .setReservedNanoUsd(attempt.reservedNanoUsd())
        .setDeadlineAtMs(request.deadlineAtMs())
        .build();
  }
}
