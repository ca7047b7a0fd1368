package dev.sluice.provider.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the partitions that were assigned are read from. A partition is open until that is known,
 * and is not to be read before. For the consumer's thread.
 */
final class Beginnings {
  private static final Duration LOOK_BACK = Duration.ofHours(1);

  private final Consumer<byte[], byte[]> consumer;
  private final InstantSource clock;
  private final Duration kafkaWait;
  private final Set<TopicPartition> open = new HashSet<>();

  /**
   * @param kafkaWait for each answer of Kafka, at most
   */
  Beginnings(Consumer<byte[], byte[]> consumer, InstantSource clock, Duration kafkaWait) {
    this.consumer = consumer;
    this.clock = clock;
    this.kafkaWait = kafkaWait;
  }

  /** These partitions were assigned. */
  void assigned(Collection<TopicPartition> partitions) {
    open.addAll(partitions);
  }

  /** These partitions went to somebody else. */
  void forget(Collection<TopicPartition> partitions) {
    open.removeAll(partitions);
  }

  /** Those of which it is not known yet. */
  Set<TopicPartition> open() {
    return open;
  }

  /**
   * A new group begins with the alerts of its last hour, not with those of a month. Where it begins
   * is written down at once: otherwise it would begin anew after a stop without an alert before it.
   *
   * @throws KafkaException if that is not possible now; all of them stay open
   */
  void place() {
    if (open.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(Set.copyOf(open), kafkaWait);
    Set<TopicPartition> fresh = new HashSet<>(open);
    fresh.removeIf(partition -> committed.get(partition) != null);
    if (!fresh.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> begin = ofNew(fresh);
      begin.forEach(consumer::seek);
      consumer.commitSync(begin, kafkaWait);
    }
    open.clear();
  }

  /** The ends are asked for first: what is written in between is not before them. */
  private Map<TopicPartition, OffsetAndMetadata> ofNew(Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, kafkaWait);
    long sinceMs = clock.instant().minus(LOOK_BACK).toEpochMilli();
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, sinceMs));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, kafkaWait);
    Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp at = found.get(partition);
      long offset = at == null ? ends.getOrDefault(partition, 0L) : at.offset();
      begin.put(partition, new OffsetAndMetadata(offset));
    }
    return begin;
  }
}
