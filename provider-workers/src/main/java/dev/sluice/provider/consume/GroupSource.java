package dev.sluice.provider.consume;

import dev.sluice.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches by an ordinary consumer group, for brokers without share groups. Such a group does not
 * count deliveries, so everything that lay in a partition when this worker got it may have been
 * delivered to its last owner and counts as a second delivery.
 */
final class GroupSource implements DispatchSource {
  private static final Logger LOG = LoggerFactory.getLogger(GroupSource.class);
  private static final int MAX_POLL_RECORDS = 256;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final int pollRecords;
  private final Map<TopicPartition, Long> endAtAssignment = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> accepted = new HashMap<>();
  private final Map<TopicPartition, Long> released = new HashMap<>();
  private Map<TopicPartition, OffsetAndMetadata> sent = Map.of();

  GroupSource(KafkaSettings kafka, String group, String clientId, int slots) {
    pollRecords = Math.clamp(slots / 8, 1, MAX_POLL_RECORDS);
    consumer =
        kafka.consumer(
            clientId,
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                pollRecords,
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Integer.MAX_VALUE,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                6_000,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                1_000,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false));
  }

  @Override
  public void subscribe(Set<String> topics) {
    consumer.subscribe(topics, new Assignments());
  }

  @Override
  public List<Delivered> poll(Duration atMost) {
    commit();
    List<Delivered> delivered = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
      long known = endAtAssignment.getOrDefault(partitionOf(record), Long.MAX_VALUE);
      delivered.add(new Delivered(record, record.offset() < known ? 2 : 1));
    }
    return delivered;
  }

  @Override
  public int pollRecords() {
    return pollRecords;
  }

  @Override
  public void accept(Delivered delivered) {
    TopicPartition partition = partitionOf(delivered.record());
    if (!released.containsKey(partition)) {
      accepted.put(partition, new OffsetAndMetadata(delivered.record().offset() + 1));
    }
  }

  /** The partition goes on from this record; what was accepted behind it is known to the caller. */
  @Override
  public void release(Delivered delivered) {
    released.merge(partitionOf(delivered.record()), delivered.record().offset(), Math::min);
  }

  @Override
  public void commit() {
    released.forEach(consumer::seek);
    released.clear();
    if (!accepted.isEmpty() && !accepted.equals(sent)) {
      sent = Map.copyOf(accepted);
      consumer.commitAsync(
          sent,
          (offsets, failure) -> {
            if (failure != null) {
              sent = Map.of(); // called within a poll, on the thread of this source
              LOG.atDebug()
                  .addKeyValue("error", failure.getClass().getSimpleName())
                  .log("A commit was not taken; the next one holds it");
            }
          });
    }
  }

  @Override
  public void close() {
    commitNow();
    consumer.close(CLOSE_WAIT);
  }

  private void commitNow() {
    if (!accepted.isEmpty()) {
      try {
        consumer.commitSync(Map.copyOf(accepted), CLOSE_WAIT);
      } catch (KafkaException e) {
        LOG.atDebug().setCause(e).log("The last commit was not taken; its dispatches come again");
      }
    }
  }

  private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** Runs on the consumer's own thread, within a poll. */
  private final class Assignments implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      endAtAssignment.putAll(consumer.endOffsets(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commitNow();
      forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      partitions.forEach(partition -> {
        endAtAssignment.remove(partition);
        accepted.remove(partition);
        released.remove(partition);
      });
    }
  }
}
