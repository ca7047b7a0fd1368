package dev.sluice.router.topology;

import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.router.log.HeldOffsets;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptStatus;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * Outcomes of attempts that were read and are not settled yet. Where an attempt has answered its
 * caller its settlement has time, and many are made together; of one that failed it is made at
 * once, after those that were read before it. Whoever decides something about a request that was
 * dispatched has all settled first. Confined to the task.
 */
final class UnsettledOutcomes {

  /** Makes the settlement of an outcome that was read at this time, by the process's clock. */
  @FunctionalInterface
  interface Settlement {
    void make(AttemptEvent outcome, long readAtMs);
  }

  private record Read(AttemptEvent outcome, long atMs) {}

  private final Unhurried<Read> waiting;
  private final Function<String, Optional<RequestState>> requests;
  private final Settlement settlement;
  private boolean holding;
  private boolean batch;

  /**
   * There are none.
   *
   * @param source partition of the outcomes; no commit goes past one that is not settled
   * @param requests those under way, by id
   */
  UnsettledOutcomes(
      HeldOffsets held,
      TopicPartition source,
      Function<String, Optional<RequestState>> requests,
      Settlement settlement) {
    this.waiting = new Unhurried<>(held, source);
    this.requests = requests;
    this.settlement = settlement;
  }

  /** The outcome at this offset was read. */
  void read(AttemptEvent outcome, long offset, long atMs) {
    waiting.add(new Read(outcome, atMs), offset);
    requests.apply(outcome.getRequestId()).ifPresent(request -> note(request, outcome));
    if (outcome.getStatus() != AttemptStatus.SUCCEEDED || waiting.full()) {
      settle();
    }
  }

  private void note(RequestState request, AttemptEvent outcome) {
    Optional<AttemptState> attempt = request.attempt(outcome.getAttemptNumber());
    holding |= attempt.isPresent() && !request.holdsNothing(attempt.get());
    batch |= request.batch();
  }

  /** Before a request is decided on: it may need what one of them holds. */
  void settleBeforeDecision() {
    if (holding) {
      settle();
    }
  }

  /** After a request is decided on: the feeder waits for the end of a batch request. */
  void settleAfterDecision() {
    if (batch) {
      settle();
    }
  }

  /** Settles all, in the order in which they were read. */
  void settle() {
    waiting.each(read -> settlement.make(read.outcome(), read.atMs()));
    holding = false;
    batch = false;
  }

  /** Forgets all: whoever owns the partition next reads them again. */
  void clear() {
    waiting.clear();
    holding = false;
    batch = false;
  }
}
