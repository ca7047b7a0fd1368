package dev.sluice.router.inflight;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.error.ErrorInfo;
import org.jspecify.annotations.Nullable;

/** Attempts as lines of the history of their request. */
final class Summaries {
  /** Status of an attempt that no worker called. */
  static final String NOT_CALLED = "NOT_CALLED";

  private Summaries() {}

  static AttemptSummary of(AttemptEvent outcome) {
    return new AttemptSummary(
        outcome.getAttemptNumber(),
        outcome.getDeployment(),
        outcome.getStatus().name(),
        outcome.getErrorKind(),
        outcome.getErrorMessage(),
        outcome.getProviderStatus(),
        outcome.getCostNanoUsd(),
        outcome.getStartedAtMs(),
        outcome.getLatencyMs());
  }

  static AttemptSummary of(FailedAttempt failed, @Nullable Long cost) {
    ErrorInfo error = failed.getError();
    return new AttemptSummary(
        failed.getAttemptNumber(),
        failed.getDeployment(),
        AttemptStatus.FAILED.name(),
        error == null ? "" : error.getKind(),
        error == null ? "" : error.getMessage(),
        error == null ? 0 : error.getProviderStatus(),
        cost,
        failed.getStartedAtMs(),
        failed.getLatencyMs());
  }

  static AttemptSummary notCalled(AttemptState attempt, String deployment) {
    return new AttemptSummary(attempt.number(), deployment, NOT_CALLED, "", "", 0, 0L, 0L, 0L);
  }

  static AttemptSummary fateUnknown(AttemptState attempt, String deployment) {
    return new AttemptSummary(
        attempt.number(),
        deployment,
        AttemptStatus.FATE_UNKNOWN.name(),
        "",
        "",
        0,
        null,
        attempt.startedAtMs(),
        0L);
  }

  static AttemptSummary writtenOff(AttemptState attempt, String deployment) {
    AttemptSummary summary = fateUnknown(attempt, deployment);
    summary.setCostNanoUsd(attempt.reservedNanoUsd());
    return summary;
  }
}
