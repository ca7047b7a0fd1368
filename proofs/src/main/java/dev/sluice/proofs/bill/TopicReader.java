package dev.sluice.proofs.bill;

import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic from its beginning to where it ends at the call. Blocks on Kafka. */
public final class TopicReader {
  private final KafkaSettings kafka;
  private final Codecs codecs;

  public TopicReader(KafkaSettings kafka) {
    this.kafka = kafka;
    this.codecs = Codecs.of(kafka.registryUrl());
  }

  /** A record and where it stood. */
  public record Read<V>(int partition, long offset, long timestampMs, V value) {}

  /** All committed records of the topic, partition by partition in order. */
  public <V extends SpecificRecord> List<Read<V>> all(Topic<V> topic) {
    Codec<V> codec = codecs.of(topic);
    List<Read<V>> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        kafka.consumer("proof-reader", Map.of("isolation.level", "read_committed"))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.value() != null) {
            values.add(
                new Read<>(
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    codec.decode(record.value())));
          }
        }
      }
    }
    return values;
  }
}
