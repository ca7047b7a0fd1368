package dev.sluice.router.log;

import dev.sluice.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** {@link PartitionLogs} on Kafka, with one consumer and one producer. */
public final class KafkaPartitionLogs implements PartitionLogs {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Duration wait;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Opens both clients; connects at the first call.
   *
   * @param group whose committed offsets {@link #committed} tells; it is never joined
   * @param wait longest time of one call
   */
  public KafkaPartitionLogs(KafkaSettings kafka, String clientId, String group, Duration wait) {
    this.wait = wait;
    this.consumer =
        kafka.consumer(
            clientId + "-reader",
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                // What is asked for lies in the log. A fetch that waits for more would hold up
                // the next question, which goes over the same connection.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                1,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                2000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) wait.toMillis()));
    this.producer =
        kafka.producer(
            clientId + "-writer",
            Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                wait.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) wait.toMillis() / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) wait.toMillis(),
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                8L << 20));
  }

  @Override
  public synchronized Appended append(String topic, int partition, byte[] key, byte[] value) {
    try {
      RecordMetadata metadata =
          producer
              .send(new ProducerRecord<>(topic, partition, key, value))
              .get(wait.toMillis(), TimeUnit.MILLISECONDS);
      return new Appended(metadata.offset(), metadata.timestamp());
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new LogUnavailableException("cannot append to " + topic + "-" + partition, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException("interrupted", e);
    }
  }

  @Override
  public synchronized long end(String topic, int partition) {
    TopicPartition at = new TopicPartition(topic, partition);
    try {
      consumer.assign(List.of(at));
      return consumer.endOffsets(List.of(at), wait).getOrDefault(at, 0L);
    } catch (KafkaException e) {
      throw unreadable(at, e);
    }
  }

  @Override
  public synchronized long committed(String topic, int partition) {
    TopicPartition at = new TopicPartition(topic, partition);
    try {
      consumer.assign(List.of(at));
      OffsetAndMetadata committed = consumer.committed(Set.of(at), wait).get(at);
      return committed == null
          ? consumer.beginningOffsets(List.of(at), wait).getOrDefault(at, 0L)
          : committed.offset();
    } catch (KafkaException e) {
      throw unreadable(at, e);
    }
  }

  @Override
  public synchronized long offsetAt(String topic, int partition, long timestampMs) {
    TopicPartition at = new TopicPartition(topic, partition);
    try {
      consumer.assign(List.of(at));
      OffsetAndTimestamp found =
          consumer.offsetsForTimes(Map.of(at, Math.max(0, timestampMs)), wait).get(at);
      return found == null ? end(topic, partition) : found.offset();
    } catch (KafkaException e) {
      throw unreadable(at, e);
    }
  }

  @Override
  public synchronized void read(
      String topic, int partition, long from, long until, Consumer<Logged> reader) {
    TopicPartition at = new TopicPartition(topic, partition);
    try {
      consumer.assign(List.of(at));
      long start =
          Math.max(from, consumer.beginningOffsets(List.of(at), wait).getOrDefault(at, 0L));
      if (start >= until) {
        return;
      }
      consumer.seek(at, start);
      readUpTo(Map.of(at, until), reader);
    } catch (KafkaException e) {
      throw unreadable(at, e);
    }
  }

  @Override
  public synchronized void readSince(
      Set<String> topics, long timestampMs, Consumer<Logged> reader) {
    try {
      Map<TopicPartition, Long> since = new HashMap<>();
      for (String topic : topics) {
        for (PartitionInfo one : consumer.partitionsFor(topic, wait)) {
          since.put(new TopicPartition(topic, one.partition()), Math.max(0, timestampMs));
        }
      }
      consumer.assign(since.keySet());
      Map<TopicPartition, Long> ends = consumer.endOffsets(since.keySet(), wait);
      Map<TopicPartition, Long> left = new HashMap<>();
      consumer
          .offsetsForTimes(since, wait)
          .forEach((at, first) -> {
            long end = ends.getOrDefault(at, 0L);
            if (first != null && first.offset() < end) {
              left.put(at, end);
              consumer.seek(at, first.offset());
            }
          });
      consumer.assign(left.keySet());
      readUpTo(left, reader);
    } catch (KafkaException e) {
      throw new LogUnavailableException("cannot read " + topics, e);
    }
  }

  /**
   * Reads the assigned partitions from where they stand, each up to its own end.
   *
   * @param ends offset behind the last record of each assigned partition
   */
  private void readUpTo(Map<TopicPartition, Long> ends, Consumer<Logged> reader) {
    Set<TopicPartition> left = new HashSet<>(ends.keySet());
    long giveUpAt = System.nanoTime() + wait.toNanos();
    while (true) {
      boolean some = left.removeIf(at -> consumer.position(at, wait) >= ends.getOrDefault(at, 0L));
      if (left.isEmpty()) {
        return;
      }
      if (some) {
        consumer.assign(left);
      }
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        TopicPartition at = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.getOrDefault(at, 0L)) {
          reader.accept(new Logged(record.offset(), record.timestamp(), record.value()));
        }
      }
      if (!records.isEmpty()) {
        giveUpAt = System.nanoTime() + wait.toNanos();
      } else if (System.nanoTime() - giveUpAt > 0) {
        throw new LogUnavailableException(
            "cannot read " + ends + " to the end", new TimeoutException());
      }
    }
  }

  private static LogUnavailableException unreadable(TopicPartition at, KafkaException e) {
    return new LogUnavailableException("cannot read " + at, e);
  }

  @Override
  public synchronized void close() {
    consumer.close();
    producer.close(Duration.ofSeconds(1));
  }
}
