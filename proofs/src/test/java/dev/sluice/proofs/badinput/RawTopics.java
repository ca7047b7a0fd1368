package dev.sluice.proofs.badinput;

import dev.sluice.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads topics as bytes, from their beginning to where they end at the call. Blocks on Kafka. */
public final class RawTopics {
  private final KafkaSettings kafka;

  public RawTopics(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /** Names of all topics, those of Kafka itself and of the registry too. */
  public List<String> names() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return List.copyOf(new TreeSet<>(consumer.listTopics().keySet()));
    }
  }

  /** Gives every record of a topic, uncommitted ones too. */
  public void each(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    each(List.of(topic), taker);
  }

  /** Gives every record of some topics, uncommitted ones too. */
  public void each(List<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(taker);
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return kafka.consumer("raw-reader", Map.of("exclude.internal.topics", false));
  }
}
