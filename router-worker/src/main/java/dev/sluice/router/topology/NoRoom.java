package dev.sluice.router.topology;

import dev.sluice.router.inflight.Decisions;
import dev.sluice.router.inflight.Errors;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.request.Envelope;

/** Refuses a request that should wait for a limit where too many wait already. */
final class NoRoom {
  private static final long RETRY_AFTER_MS = 1_000;

  private NoRoom() {}

  static Decision toWait(Envelope envelope, long offset, long acceptedAtMs) {
    ErrorInfo error =
        Errors.of(
            ErrorKind.RATE_LIMITED,
            Errors.STAGE_LIMITS,
            "Rate limit reached for requests: "
                + WaitingRequests.MOST
                + " of them wait for it already. Please try again in 1s.");
    error.setRetryAfterMs(RETRY_AFTER_MS);
    return Decisions.refuse(
        envelope,
        offset,
        acceptedAtMs,
        acceptedAtMs + envelope.getTimeBudgetMs(),
        RequestEnd.REFUSED,
        error);
  }
}
