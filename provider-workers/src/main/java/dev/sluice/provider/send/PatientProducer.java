package dev.sluice.provider.send;

import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer whose {@link #send} never blocks and that does not give up: what fails for want of a
 * broker, of metadata or of buffer is sent again until it is written, or useless. Safe for any
 * thread.
 */
final class PatientProducer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PatientProducer.class);
  private static final long FIRST_RETRY_MS = 10;
  private static final long LONGEST_RETRY_MS = 320;

  /** A refusal within this time was not waited for: the producer has no room or no metadata. */
  private static final long AT_ONCE_MS = 5;

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService resends;
  private final BrokerClock clock;
  private final ProviderMetrics metrics;
  private final AtomicLong waitingBytes;
  private final AtomicLong warnedAt = new AtomicLong(Long.MIN_VALUE / 2);

  /**
   * @param waitingBytes counts what is not acknowledged, together with other producers
   */
  PatientProducer(
      KafkaSettings kafka,
      String clientId,
      int lingerMs,
      ScheduledExecutorService resends,
      BrokerClock clock,
      ProviderMetrics metrics,
      AtomicLong waitingBytes) {
    Map<String, Object> overrides = new HashMap<>();
    overrides.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
    overrides.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    overrides.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    overrides.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    overrides.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 24 * 3_600_000);
    this.producer = kafka.producer(clientId, overrides);
    this.resends = resends;
    this.clock = clock;
    this.metrics = metrics;
    this.waitingBytes = waitingBytes;
  }

  /** Asks for the metadata of a topic; whether it is known now. */
  boolean knows(String topic) {
    try {
      return !producer.partitionsFor(topic).isEmpty();
    } catch (TimeoutException e) {
      return false;
    }
  }

  /**
   * Sends one record.
   *
   * @param usefulUntilMs broker clock; after a failure past it the record is given up
   */
  void send(ProducerRecord<byte[], byte[]> record, long usefulUntilMs, Consumer<SendResult> then) {
    waitingBytes.addAndGet(record.value().length);
    attempt(new Sending(record, usefulUntilMs, then, FIRST_RETRY_MS));
  }

  /**
   * A record on its way.
   *
   * @param retryMs to wait before it is sent again
   */
  private record Sending(
      ProducerRecord<byte[], byte[]> record,
      long usefulUntilMs,
      Consumer<SendResult> then,
      long retryMs) {
    Sending later() {
      return new Sending(record, usefulUntilMs, then, Math.min(retryMs * 2, LONGEST_RETRY_MS));
    }
  }

  private void attempt(Sending sending) {
    long sentMs = System.currentTimeMillis();
    try {
      producer.send(
          sending.record(), (metadata, failure) -> done(sending, sentMs, metadata, failure));
    } catch (IllegalStateException e) {
      finish(sending, new SendResult.Lost("the producer is closed"));
    }
  }

  private void done(
      Sending sending,
      long sentMs,
      @Nullable RecordMetadata metadata,
      @Nullable Exception failure) {
    if (failure == null) {
      if (metadata != null && metadata.timestamp() > 0) {
        clock.observe(metadata.timestamp(), sentMs, System.currentTimeMillis());
      }
      finish(sending, new SendResult.Written());
    } else if (failure instanceof RecordTooLargeException) {
      finish(sending, new SendResult.TooLarge(sending.record().value().length));
    } else if (clock.nowMs() > sending.usefulUntilMs()) {
      finish(sending, new SendResult.Lost(failure.getClass().getSimpleName()));
    } else {
      again(sending, sentMs, failure);
    }
  }

  private void again(Sending sending, long sentMs, Exception failure) {
    metrics.count(ProviderMetric.RESENDS);
    if (System.currentTimeMillis() - sentMs > AT_ONCE_MS || sending.retryMs() == LONGEST_RETRY_MS) {
      warn(sending.record().topic(), failure);
    }
    try {
      resends.schedule(() -> attempt(sending.later()), sending.retryMs(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      finish(sending, new SendResult.Lost("the worker has stopped"));
    }
  }

  private void finish(Sending sending, SendResult result) {
    waitingBytes.addAndGet(-sending.record().value().length);
    sending.then().accept(result);
  }

  private void warn(String topic, Exception failure) {
    long now = System.nanoTime();
    long last = warnedAt.get();
    if (now - last > TimeUnit.SECONDS.toNanos(5) && warnedAt.compareAndSet(last, now)) {
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("error", failure.getClass().getSimpleName())
          .log("Records are not written, trying again");
    }
  }

  /** Sends what it has been given, within a bound. */
  @Override
  public void close() {
    producer.close(CLOSE_WAIT);
  }
}
