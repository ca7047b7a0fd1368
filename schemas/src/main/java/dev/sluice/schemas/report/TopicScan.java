package dev.sluice.schemas.report;

import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads what a topic holds at the moment of the call. Blocks. */
public final class TopicScan {
  private final KafkaSettings kafka;
  private final String clientId;
  private final Codecs codecs;
  private final Duration within;
  private final Consumer<String> leftOut;

  /**
   * A way to read; connects at the first call.
   *
   * @param within longest time of one call
   * @param leftOut is told of each record that cannot be decoded, in words
   */
  public TopicScan(
      KafkaSettings kafka,
      String clientId,
      Codecs codecs,
      Duration within,
      Consumer<String> leftOut) {
    this.kafka = kafka;
    this.clientId = clientId;
    this.codecs = codecs;
    this.within = within;
    this.leftOut = leftOut;
  }

  /**
   * Gives every committed record that is not older than a moment, partition by partition in order.
   *
   * @param sinceMs append time in ms, 0 for all
   * @throws TopicUnreadableException if that takes longer than it may, as where Kafka does not
   *     answer, or if the topic is not there
   */
  public <V extends SpecificRecord> void each(Topic<V> topic, long sinceMs, Consumer<V> taker) {
    until(
        topic,
        sinceMs,
        value -> {
          taker.accept(value);
          return false;
        });
  }

  /**
   * The first such record that comes up; it looks no further then.
   *
   * @see #each
   */
  public <V extends SpecificRecord> Optional<V> find(
      Topic<V> topic, long sinceMs, Predicate<V> wanted) {
    AtomicReference<V> found = new AtomicReference<>();
    until(
        topic,
        sinceMs,
        value -> {
          if (wanted.test(value)) {
            found.compareAndSet(null, value);
          }
          return found.get() != null;
        });
    return Optional.ofNullable(found.get());
  }

  private <V extends SpecificRecord> void until(Topic<V> topic, long sinceMs, Predicate<V> enough) {
    Codec<V> codec = codecs.of(topic);
    long endNanos = System.nanoTime() + within.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic.name());
      consumer.assign(partitions);
      seek(consumer, partitions, sinceMs);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (before(consumer, ends)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.value() != null && isEnough(codec, record, enough)) {
            return;
          }
        }
        if (System.nanoTime() - endNanos > 0) {
          throw new TopicUnreadableException(
              "topic " + topic.name() + " could not be read within " + within.toSeconds() + " s");
        }
      }
    } catch (KafkaException e) {
      throw unreachable(e);
    } catch (RegistryException e) {
      throw new TopicUnreadableException("the schema registry does not answer", e);
    }
  }

  /** A consumer of what is committed, to be closed by the caller. */
  public KafkaConsumer<byte[], byte[]> consumer() {
    return kafka.consumer(
        clientId, Map.of("isolation.level", "read_committed", "default.api.timeout.ms", 10_000));
  }

  /**
   * All partitions of a topic.
   *
   * @throws TopicUnreadableException if it is not there
   */
  public List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    if (infos.isEmpty()) {
      throw new TopicUnreadableException(
          "topic "
              + topic
              + " is not there; is this the right Kafka ("
              + kafka.bootstrapServers()
              + ") and was Sluice ever started on it?");
    }
    return infos.stream().map(i -> new TopicPartition(i.topic(), i.partition())).toList();
  }

  /** Whether a partition has records before its end. */
  public static boolean before(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  /** What a failure of a client means to whoever asked. */
  public TopicUnreadableException unreachable(KafkaException failure) {
    return new TopicUnreadableException(
        "Kafka at "
            + kafka.bootstrapServers()
            + " does not answer ("
            + failure.getMessage()
            + "); name another one with --config FILE or SLUICE_KAFKA_BOOTSTRAP_SERVERS",
        failure);
  }

  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long sinceMs) {
    if (sinceMs <= 0) {
      consumer.seekToBeginning(partitions);
      return;
    }
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, sinceMs));
    Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp offset = offsets.get(partition);
      if (offset == null) {
        consumer.seekToEnd(List.of(partition));
      } else {
        consumer.seek(partition, offset.offset());
      }
    }
  }

  private <V> boolean isEnough(
      Codec<V> codec, ConsumerRecord<byte[], byte[]> record, Predicate<V> enough) {
    try {
      return enough.test(codec.decode(record.value()));
    } catch (UndecodableException e) {
      leftOut.accept(
          "offset "
              + record.offset()
              + " of partition "
              + record.partition()
              + " is left out: "
              + e.getMessage());
      return false;
    }
  }
}
