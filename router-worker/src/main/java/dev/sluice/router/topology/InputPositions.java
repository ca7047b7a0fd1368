package dev.sluice.router.topology;

import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.router.log.PartitionLogs;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.topic.Topics;

/**
 * How far the inputs of a partition were read: what the clock decides must wait until everything is
 * read that was there when the clock said so.
 */
final class InputPositions {
  private final PartitionLogs logs;
  private final Topics topics;
  private final int partition;
  private long attempts;
  private long fallback;
  private long attemptsBarrier = Long.MAX_VALUE;
  private long fallbackBarrier = Long.MAX_VALUE;

  /** Positions as committed by whoever read before. Blocks on Kafka. */
  InputPositions(PartitionLogs logs, Topics topics, int partition) {
    this.logs = logs;
    this.topics = topics;
    this.partition = partition;
    attempts = logs.committed(topics.attempts().name(), partition);
    fallback = logs.committed(topics.fallback().name(), partition);
  }

  /**
   * Which workers have which attempts, from the log itself: an earlier owner may have read it and
   * kept nothing.
   *
   * @param from position of the checkpoint, -1 where there is none
   */
  void readFacts(
      AccountPartitionState folded,
      AccountPartitionState live,
      long from,
      Codec<AttemptEvent> codec) {
    long oldestMs = Long.MAX_VALUE;
    for (RequestState request : folded.inFlight()) {
      oldestMs = Math.min(oldestMs, request.acceptedAtMs());
    }
    if (oldestMs == Long.MAX_VALUE) {
      return;
    }
    String topic = topics.attempts().name();
    long start = Math.max(from, logs.offsetAt(topic, partition, oldestMs));
    logs.read(
        topic,
        partition,
        start,
        logs.end(topic, partition),
        logged -> {
          try {
            AttemptEvent event = codec.decode(logged.value());
            AttemptFacts.note(folded, event, logged.timestampMs());
            AttemptFacts.note(live, event, logged.timestampMs());
          } catch (UndecodableException e) {
            // The Streams application meets the same record and puts it aside.
          }
        });
  }

  void attemptsRead(long offset) {
    attempts = Math.max(attempts, offset + 1);
  }

  void fallbackRead(long offset) {
    fallback = Math.max(fallback, offset + 1);
  }

  /** Offset of the first attempt event that is not read yet. */
  long attempts() {
    return attempts;
  }

  /** Notes what there is to be read now. Blocks on Kafka. */
  void raiseBarrier() {
    attemptsBarrier = logs.end(topics.attempts().name(), partition);
    fallbackBarrier = logs.end(topics.fallback().name(), partition);
  }

  boolean barrierRaised() {
    return attemptsBarrier != Long.MAX_VALUE;
  }

  boolean barrierReached() {
    return attempts >= attemptsBarrier && fallback >= fallbackBarrier;
  }

  void lowerBarrier() {
    attemptsBarrier = Long.MAX_VALUE;
    fallbackBarrier = Long.MAX_VALUE;
  }
}
