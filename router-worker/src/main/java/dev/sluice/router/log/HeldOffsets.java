package dev.sluice.router.log;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were read, but whose consequence is not on its way to Kafka yet: no commit goes past
 * the first of them, so that a crash has them read again. Safe for any thread.
 */
public final class HeldOffsets {
  private final Map<TopicPartition, Long> first = new ConcurrentHashMap<>();

  /** Commits stop at this record until {@link #release}; an earlier hold stays in force. */
  public void hold(TopicPartition at, long offset) {
    first.merge(at, offset, Math::min);
  }

  /** Commits stop at this record; an earlier or later hold is replaced. */
  public void move(TopicPartition at, long offset) {
    first.put(at, offset);
  }

  /** Nothing is held here any more. */
  public void release(TopicPartition at) {
    first.remove(at);
  }

  /** What may be committed of this: the same, or less where a record is held. */
  public Map<TopicPartition, OffsetAndMetadata> committable(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (first.isEmpty()) {
      return offsets;
    }
    Map<TopicPartition, OffsetAndMetadata> bounded = new HashMap<>(offsets);
    first.forEach((at, held) ->
        bounded.computeIfPresent(
            at,
            (key, asked) ->
                asked.offset() <= held
                    ? asked
                    : new OffsetAndMetadata(held, asked.leaderEpoch(), asked.metadata())));
    return bounded;
  }
}
