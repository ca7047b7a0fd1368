package dev.sluice.proofs.fold;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.router.RouterRole;
import dev.sluice.schemas.topic.InternalTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of the routers' checkpoints while it is written, so that what is compacted away
 * later is still seen.
 */
final class CheckpointTail implements AutoCloseable {
  private static final String STORE = "router-checkpoint";
  private static final Duration POLL = Duration.ofMillis(200);

  /** An entry as it was written; without a value where it was deleted. */
  record Entry(int partition, byte[] key, byte @Nullable [] value) {}

  private final List<Entry> entries = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Thread thread;

  private CheckpointTail(Connection connection) {
    String topic =
        RouterRole.internalTopics(connection.topics()).stream()
            .map(InternalTopic::name)
            .filter(name -> name.contains(STORE))
            .findFirst()
            .orElseThrow();
    consumer = connection.kafka().consumer("proof-checkpoints", Map.of());
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread = Thread.ofPlatform().name("proof-checkpoints").start(this::follow);
  }

  /** Begins at the beginning of what is there. */
  static CheckpointTail start(Connection connection) {
    return new CheckpointTail(connection);
  }

  private void follow() {
    while (stopping.getCount() > 0) {
      poll();
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
      poll();
    }
  }

  private void poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      entries.add(new Entry(record.partition(), record.key(), record.value()));
    }
  }

  /** Reads up to the end of now, and stops; all entries, partition by partition in order. */
  List<Entry> stop() throws InterruptedException {
    stopping.countDown();
    thread.join();
    return entries;
  }

  @Override
  public void close() throws InterruptedException {
    stop();
    consumer.close();
  }
}
