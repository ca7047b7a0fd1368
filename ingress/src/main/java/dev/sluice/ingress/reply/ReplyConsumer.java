package dev.sluice.ingress.reply;

import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this instance's partitions of the reply topic from their end, on a thread of its own, and
 * hands the frames of open exchanges to their event loops. Survives any outage of the broker: it
 * goes on where it was.
 */
public final class ReplyConsumer implements ReplySource {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyConsumer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration POSITION_TIMEOUT = Duration.ofSeconds(5);
  private static final int RETRY_MS = 500;

  private final KafkaSettings kafka;
  private final String topic;
  private final String instanceId;
  private final Codec<ReplyFrame> codec;
  private final PendingReplies pending;
  private final IngressMetrics metrics;
  private final Consumer<ConsumerRecord<byte[], byte[]>> undecodable;
  private final Collection<ReplyLane> lanes;
  private final Thread thread;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private volatile @Nullable ReplyPartitions partitions;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polling;
  private volatile boolean closed;

  /**
   * A consumer that is not started.
   *
   * @param lanes to the event loops; no exchange may have another one
   * @param undecodable is told the records that cannot be read, on the polling thread
   */
  public ReplyConsumer(
      KafkaSettings kafka,
      String topic,
      String instanceId,
      Codec<ReplyFrame> codec,
      PendingReplies pending,
      Collection<ReplyLane> lanes,
      IngressMetrics metrics,
      Consumer<ConsumerRecord<byte[], byte[]>> undecodable) {
    this.kafka = kafka;
    this.topic = topic;
    this.instanceId = instanceId;
    this.codec = codec;
    this.pending = pending;
    this.lanes = List.copyOf(lanes);
    this.metrics = metrics;
    this.undecodable = undecodable;
    thread = Thread.ofPlatform().name("sluice-ingress-replies").daemon().unstarted(this::run);
  }

  /** Starts to read. */
  public void start() {
    thread.start();
  }

  @Override
  public Optional<ReplyPartitions> partitions() {
    return Optional.ofNullable(partitions);
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> consumer = polling;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try (KafkaConsumer<byte[], byte[]> consumer = open()) {
        polling = consumer;
        follow(consumer);
      } catch (WakeupException | InterruptException | InterruptedException e) {
        LOG.atDebug().log("Reading replies ends");
      } catch (KafkaException | RegistryException e) {
        LOG.atWarn()
            .addKeyValue("topic", topic)
            .addKeyValue("error", e.toString())
            .log("Reading replies failed, trying again");
        rest();
      } finally {
        polling = null;
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return kafka.consumer(
        "sluice-ingress-replies-" + instanceId,
        Map.of(
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            8 << 20,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            4 << 20,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            2000,
            ConsumerConfig.CHECK_CRCS_CONFIG,
            false));
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
    seek(consumer);
    while (!closed) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        hand(records);
      }
    }
  }

  /** Begins where it was, or at the end where it has not been. */
  private void seek(KafkaConsumer<byte[], byte[]> consumer) {
    ReplyPartitions own = partitions;
    if (own == null) {
      own = ReplyPartitions.of(instanceId, consumer.partitionsFor(topic).size());
    }
    List<TopicPartition> assigned =
        Stream.of(own.first(), own.second())
            .distinct()
            .map(partition -> new TopicPartition(topic, partition))
            .toList();
    consumer.assign(assigned);
    if (positions.isEmpty()) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(assigned, POSITION_TIMEOUT);
      positions.putAll(ends);
      LOG.atInfo()
          .addKeyValue("topic", topic)
          .addKeyValue("positions", ends)
          .log("Reading replies from the end");
    }
    positions.forEach(consumer::seek);
    partitions = own;
  }

  private void hand(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
    try {
      collect(records);
    } finally {
      for (ReplyLane lane : lanes) {
        lane.send();
      }
    }
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
      positions.put(partition, ofPartition.get(ofPartition.size() - 1).offset() + 1);
    }
  }

  private void collect(ConsumerRecords<byte[], byte[]> records) {
    int known = 0;
    int unknown = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      ReplyReceiver receiver = receiverOf(record.key());
      if (receiver == null) {
        unknown++;
        continue;
      }
      known++;
      try {
        receiver.lane().add(receiver, codec.decode(record.value()));
      } catch (UndecodableException e) {
        metrics.count(IngressMetric.UNDECODABLE, "replies");
        undecodable.accept(record);
      }
    }
    if (known > 0) {
      metrics.count(IngressMetric.FRAMES, "open", known);
    }
    if (unknown > 0) {
      metrics.count(IngressMetric.FRAMES, "unknown", unknown);
    }
  }

  private @Nullable ReplyReceiver receiverOf(byte @Nullable [] key) {
    if (key == null) {
      return null;
    }
    return pending.find(new String(key, StandardCharsets.ISO_8859_1)).orElse(null);
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      // closing; the loop looks
    }
  }
}
