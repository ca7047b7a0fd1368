package dev.sluice.router.topology;

import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.attempt.AttemptEvent;
import java.util.Optional;

/** What workers tell of attempts that decides nothing by itself. */
final class AttemptFacts {
  private AttemptFacts() {}

  /**
   * Notes the event in the state.
   *
   * @param appendedAtMs its time in the log
   */
  static void note(AccountPartitionState state, AttemptEvent event, long appendedAtMs) {
    Optional<RequestState> request = state.request(event.getRequestId());
    if (request.isEmpty()) {
      return;
    }
    switch (event.getKind()) {
      case STARTED ->
          request.get().started(event.getAttemptNumber(), event.getWorker(), appendedAtMs);
      case FIRST_CONTENT -> request.get().contentShown(event.getAttemptNumber());
      case OUTCOME, WRITTEN_OFF, CORRECTED, UNSPECIFIED -> {}
    }
  }
}
