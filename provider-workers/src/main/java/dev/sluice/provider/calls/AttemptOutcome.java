package dev.sluice.provider.calls;

import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;

/** How an attempt ended. */
public sealed interface AttemptOutcome {
  /** As it travels in the OUTCOME event. */
  AttemptStatus status();

  /** The provider gave its whole answer. */
  record Succeeded() implements AttemptOutcome {
    @Override
    public AttemptStatus status() {
      return AttemptStatus.SUCCEEDED;
    }
  }

  /**
   * It failed and nothing was shown: the router decides what comes next.
   *
   * @param error its kind is the failure's
   * @param tryElsewhere whether another deployment may fare better
   */
  record Failed(AttemptStatus status, ErrorInfo error, boolean tryElsewhere)
      implements AttemptOutcome {}

  /** It failed after content had been shown: the reply ends with this error. */
  record Broken(AttemptStatus status, ErrorInfo error) implements AttemptOutcome {}

  /**
   * It was stopped before anything was shown, and whoever stopped it answers the caller or knows
   * that nobody waits.
   */
  record Withdrawn(AttemptStatus status, ErrorInfo error) implements AttemptOutcome {}

  /** A failure of this kind, before or after content. */
  static AttemptOutcome failure(ErrorKind kind, ErrorInfo error, boolean contentShown) {
    AttemptStatus status = statusOf(kind);
    if (contentShown) {
      return new Broken(status, error);
    }
    return switch (kind) {
      case CANCELLED, DEADLINE_EXCEEDED -> new Withdrawn(status, error);
      default -> new Failed(status, error, kind.triedElsewhere());
    };
  }

  private static AttemptStatus statusOf(ErrorKind kind) {
    return switch (kind) {
      case CANCELLED -> AttemptStatus.CANCELLED;
      case CONNECT_TIMEOUT, FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, ATTEMPT_TIMEOUT, DEADLINE_EXCEEDED ->
          AttemptStatus.TIMED_OUT;
      default -> AttemptStatus.FAILED;
    };
  }
}
