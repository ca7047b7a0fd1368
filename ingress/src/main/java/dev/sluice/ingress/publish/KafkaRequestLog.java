package dev.sluice.ingress.publish;

import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to Kafka: a bounded queue and one thread, which alone may wait for the producer. A
 * record that Kafka has not confirmed within {@link #DELIVERY_TIMEOUT} has an unknown fate.
 */
public final class KafkaRequestLog implements RequestLog {
  /** How long the fate of a record may be open. */
  public static final Duration DELIVERY_TIMEOUT = Duration.ofMillis(4500);

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRequestLog.class);
  private static final int REQUEST_TIMEOUT_MS = 2500;
  private static final int MAX_BLOCK_MS = 1000;

  /** How often the thread looks whether it is to end. */
  private static final int LOOK_MS = 200;

  private final KafkaSettings kafka;
  private final String topic;
  private final String clientId;
  private final BrokerClock brokerClock;
  private final InstantSource clock;
  private final IngressMetrics metrics;
  private final BlockingQueue<Publication> queue;
  private final Thread thread;
  private volatile String problem = "";
  private volatile boolean closed;

  private KafkaRequestLog(
      KafkaSettings kafka,
      String topic,
      String instanceId,
      int maxQueued,
      BrokerClock brokerClock,
      InstantSource clock,
      IngressMetrics metrics) {
    this.kafka = kafka;
    this.topic = topic;
    this.clientId = "sluice-ingress-requests-" + instanceId;
    this.brokerClock = brokerClock;
    this.clock = clock;
    this.metrics = metrics;
    queue = new ArrayBlockingQueue<>(maxQueued);
    thread = Thread.ofPlatform().name("sluice-ingress-requests").daemon().unstarted(this::run);
  }

  /**
   * A log that is ready to take records; it connects by itself.
   *
   * @param maxQueued records that wait for the sending thread at most
   * @param brokerClock learns from each confirmed record
   */
  public static KafkaRequestLog start(
      KafkaSettings kafka,
      String topic,
      String instanceId,
      int maxQueued,
      BrokerClock brokerClock,
      InstantSource clock,
      IngressMetrics metrics) {
    KafkaRequestLog log =
        new KafkaRequestLog(kafka, topic, instanceId, maxQueued, brokerClock, clock, metrics);
    log.thread.start();
    return log;
  }

  @Override
  public boolean offer(Publication publication) {
    return !closed && queue.offer(publication);
  }

  @Override
  public String problem() {
    return problem;
  }

  /** Records that wait for the sending thread. */
  public int queued() {
    return queue.size();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try (KafkaProducer<byte[], byte[]> producer = open()) {
        send(producer);
      } catch (InterruptedException | InterruptException e) {
        // closing; the loop looks
      } catch (KafkaException | IllegalStateException e) {
        problem = "requests cannot be sent: " + e.getClass().getSimpleName();
        LOG.atWarn().addKeyValue("error", e.toString()).log("The producer of requests failed");
        refuseQueued();
        rest();
      }
    }
    refuseQueued();
  }

  private KafkaProducer<byte[], byte[]> open() {
    return kafka.producer(
        clientId,
        Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis(),
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS));
  }

  private void send(KafkaProducer<byte[], byte[]> producer) throws InterruptedException {
    List<Publication> burst = new ArrayList<>(64);
    while (!closed) {
      Publication first = queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
      if (first == null) {
        continue;
      }
      burst.add(first);
      queue.drainTo(burst, 63);
      int sent = 0;
      try {
        for (Publication publication : burst) {
          sent++;
          send(producer, publication);
        }
      } finally {
        for (Publication unsent : burst.subList(sent, burst.size())) {
          tell(unsent, PublishOutcome.NOT_SENT);
        }
        burst.clear();
      }
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, Publication publication) {
    byte[] key = publication.account().getBytes(StandardCharsets.UTF_8);
    long sentMs = clock.millis();
    try {
      producer.send(
          new ProducerRecord<>(topic, key, publication.value()),
          (metadata, failure) -> confirmed(publication, metadata, failure, sentMs));
    } catch (RuntimeException e) {
      tell(publication, PublishOutcome.NOT_SENT);
      throw e;
    }
  }

  /** Called by the sending thread where a record was not even taken, else by the producer's. */
  private void confirmed(
      Publication publication,
      @Nullable RecordMetadata metadata,
      @Nullable Exception failure,
      long sentMs) {
    if (failure == null && metadata != null) {
      if (!problem.isEmpty()) {
        problem = "";
      }
      if (metadata.hasTimestamp()) {
        brokerClock.observe(metadata.timestamp(), sentMs, clock.millis());
      }
      tell(publication, PublishOutcome.ACCEPTED);
    } else if (failure instanceof RecordTooLargeException) {
      tell(publication, PublishOutcome.TOO_LARGE);
    } else {
      problem =
          "requests cannot be sent: "
              + (failure == null ? "unknown" : failure.getClass().getSimpleName());
      boolean taken = Thread.currentThread() != thread;
      tell(publication, taken ? PublishOutcome.UNKNOWN_FATE : PublishOutcome.NOT_SENT);
      if (!taken) {
        // Every record that waits would wait as long as this one did, and in vain.
        refuseQueued();
      }
    }
  }

  private void refuseQueued() {
    for (Publication next = queue.poll(); next != null; next = queue.poll()) {
      tell(next, PublishOutcome.NOT_SENT);
    }
  }

  private void tell(Publication publication, PublishOutcome outcome) {
    metrics.count(IngressMetric.PUBLISHED, outcome.name().toLowerCase(Locale.ROOT));
    publication.listener().published(outcome);
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(500);
    } catch (InterruptedException e) {
      // closing; the loop looks
    }
  }
}
