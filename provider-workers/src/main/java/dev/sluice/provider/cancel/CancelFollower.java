package dev.sluice.provider.cancel;

import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every cancel from the moment of its start on. Ready when its positions are known, so that
 * no cancel of a later request is missed.
 */
public final class CancelFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CancelFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long AFTER_FAILURE_MS = 300;
  private static final long SWEEP_MS = 10_000;

  /** Ends what runs. */
  @FunctionalInterface
  public interface Running {
    /**
     * @param attemptId only this one; empty for all of the request
     */
    void cancel(String requestId, String attemptId);
  }

  private final KafkaSettings kafka;
  private final Topic<Cancel> topic;
  private final Codec<Cancel> codec;
  private final String clientId;
  private final CancelledRequests cancelled;
  private final Running running;
  private final BrokerClock clock;
  private final ProviderMetrics metrics;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> open;
  private volatile boolean ready;
  private volatile boolean stopping;
  private long sweptAtMs;

  public CancelFollower(
      KafkaSettings kafka,
      Topic<Cancel> topic,
      Codec<Cancel> codec,
      String clientId,
      CancelledRequests cancelled,
      Running running,
      BrokerClock clock,
      ProviderMetrics metrics) {
    this.kafka = kafka;
    this.topic = topic;
    this.codec = codec;
    this.clientId = clientId;
    this.cancelled = cancelled;
    this.running = running;
    this.clock = clock;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().name("sluice-worker-cancels").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether no cancel of a later request can be missed. */
  public boolean isReady() {
    return ready;
  }

  private void run() {
    Map<String, Object> latest = Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(clientId, latest)) {
      open = consumer;
      while (!stopping) {
        try {
          if (!ready) {
            ready = position(consumer);
          } else {
            consumer.poll(POLL).forEach(this::take);
            sweep();
          }
        } catch (WakeupException | InterruptException e) {
          stopping = true;
        } catch (RuntimeException e) {
          LOG.atDebug().setCause(e).log("Cancels cannot be read, trying again");
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AFTER_FAILURE_MS));
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private boolean position(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic.name())) {
      partitions.add(new TopicPartition(partition.topic(), partition.partition()));
    }
    if (partitions.isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AFTER_FAILURE_MS));
      return false;
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return true;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      Cancel cancel = codec.decode(record.value());
      metrics.count(ProviderMetric.CANCELS);
      String id = cancel.getAttemptId().isEmpty() ? cancel.getRequestId() : cancel.getAttemptId();
      cancelled.add(id, cancel.getRememberUntilMs());
      running.cancel(cancel.getRequestId(), cancel.getAttemptId());
    } catch (UndecodableException | RegistryException e) {
      metrics.count(ProviderMetric.UNDECODABLE, "topic", topic.name());
      LOG.atWarn()
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .addKeyValue("error", e.getMessage())
          .log("A cancel cannot be read");
    }
  }

  private void sweep() {
    long now = clock.nowMs();
    if (now - sweptAtMs > SWEEP_MS) {
      sweptAtMs = now;
      cancelled.forgetUntil(now);
    }
  }

  @Override
  public void close() {
    stopping = true;
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    KafkaConsumer<byte[], byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      ended.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
