package dev.sluice.ingress.publish;

import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.reply.Delivery;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends cancels, deliveries and notes of unreadable records to Kafka, on one thread: cancels at
 * once, the others gathered for {@value #GATHER_MS} ms. A cancel that fails is sent again until
 * nobody would remember it; of the others a failed one is counted and gone.
 */
public final class KafkaOutcomeLog implements OutcomeLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutcomeLog.class);
  private static final int MAX_CANCELS = 16_384;
  private static final int MAX_WAITING = 12_000;

  /** Nobody waits for a delivery: those of this time travel together. */
  private static final long GATHER_MS = 100;

  private static final int MAX_BURST = 4096;
  private static final int MAX_BLOCK_MS = 2000;
  private static final int DELIVERY_TIMEOUT_MS = 5000;
  private static final int REQUEST_TIMEOUT_MS = 2500;
  private static final long RETRY_MS = 200;

  private final KafkaSettings kafka;
  private final Topics topics;
  private final String clientId;
  private final Codec<Cancel> cancelCodec;
  private final Codec<Delivery> deliveryCodec;
  private final Codec<UndecodableRecord> undecodableCodec;
  private final BrokerClock brokerClock;
  private final IngressMetrics metrics;
  private final BlockingQueue<Note> cancels = new ArrayBlockingQueue<>(MAX_CANCELS);
  private final BlockingQueue<Note> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final BlockingQueue<Note> again = new ArrayBlockingQueue<>(MAX_CANCELS);
  private final Thread thread;
  private volatile boolean closed;

  /** Something to tell. */
  private sealed interface Note {
    record OfCancel(Cancel cancel) implements Note {}

    record OfDelivery(Delivery delivery) implements Note {}

    record OfUndecodable(UndecodableRecord undecodable) implements Note {}
  }

  private KafkaOutcomeLog(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instanceId,
      BrokerClock brokerClock,
      IngressMetrics metrics) {
    this.kafka = kafka;
    this.topics = topics;
    this.clientId = "sluice-ingress-outcomes-" + instanceId;
    this.cancelCodec = codecs.of(topics.cancels());
    this.deliveryCodec = codecs.of(topics.deliveries());
    this.undecodableCodec = codecs.of(topics.undecodable());
    this.brokerClock = brokerClock;
    this.metrics = metrics;
    thread = Thread.ofPlatform().name("sluice-ingress-outcomes").daemon().unstarted(this::run);
  }

  /** A log that is ready to take notes; it connects by itself. */
  public static KafkaOutcomeLog start(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instanceId,
      BrokerClock brokerClock,
      IngressMetrics metrics) {
    KafkaOutcomeLog log =
        new KafkaOutcomeLog(kafka, topics, codecs, instanceId, brokerClock, metrics);
    log.thread.start();
    return log;
  }

  @Override
  public void cancel(Cancel cancel) {
    if (!cancels.offer(new Note.OfCancel(cancel))) {
      lost("cancel", 1);
    }
  }

  @Override
  public void delivered(Delivery delivery) {
    if (!waiting.offer(new Note.OfDelivery(delivery))) {
      lost("delivery", 1);
    }
  }

  /** A record that could not be read. Dropped, and counted, where too many wait. */
  public void undecodable(UndecodableRecord undecodable) {
    if (!waiting.offer(new Note.OfUndecodable(undecodable))) {
      lost("undecodable", 1);
    }
  }

  /** Sends what waits, for a few seconds at most. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(6));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      KafkaProducer<byte[], byte[]> producer = open();
      try {
        follow(producer);
      } catch (InterruptedException | InterruptException e) {
        // closing; the loop looks
      } catch (KafkaException | RegistryException e) {
        LOG.atWarn()
            .addKeyValue("error", e.toString())
            .log("Sending deliveries and cancels failed");
        rest();
      } finally {
        if (closed) {
          sendRest(producer);
        }
        producer.close(Duration.ofSeconds(closed ? 3 : 0));
      }
    }
  }

  private KafkaProducer<byte[], byte[]> open() {
    return kafka.producer(
        clientId,
        Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS,
            ProducerConfig.BUFFER_MEMORY_CONFIG, 16L << 20));
  }

  private void follow(KafkaProducer<byte[], byte[]> producer) throws InterruptedException {
    List<Note> burst = new ArrayList<>(256);
    while (!closed) {
      Note cancel = cancels.poll(GATHER_MS, TimeUnit.MILLISECONDS);
      if (cancel != null) {
        burst.add(cancel);
        cancels.drainTo(burst);
      }
      again.drainTo(burst);
      waiting.drainTo(burst, MAX_BURST);
      int sent = 0;
      try {
        for (Note note : burst) {
          send(producer, note);
          sent++;
        }
      } finally {
        burst.subList(sent, burst.size()).forEach(this::failed);
        burst.clear();
      }
    }
  }

  private void sendRest(KafkaProducer<byte[], byte[]> producer) {
    List<Note> rest = new ArrayList<>();
    cancels.drainTo(rest);
    again.drainTo(rest);
    waiting.drainTo(rest);
    int sent = 0;
    try {
      for (Note note : rest) {
        send(producer, note);
        sent++;
      }
    } catch (KafkaException | RegistryException e) {
      lost("at_the_end", rest.size() - sent);
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, Note note) {
    ProducerRecord<byte[], byte[]> record =
        switch (note) {
          case Note.OfCancel(Cancel cancel) ->
              record(topics.cancels().name(), cancel.getAccount(), cancelCodec.encode(cancel));
          case Note.OfDelivery(Delivery delivery) ->
              record(
                  topics.deliveries().name(),
                  delivery.getAccount(),
                  deliveryCodec.encode(delivery));
          case Note.OfUndecodable(UndecodableRecord undecodable) ->
              record(
                  topics.undecodable().name(),
                  undecodable.getTopic(),
                  undecodableCodec.encode(undecodable));
        };
    producer.send(record, (metadata, failure) -> sent(note, failure));
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
    return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
  }

  private void sent(Note note, @Nullable Exception failure) {
    if (failure != null) {
      failed(note);
    }
  }

  private void failed(Note note) {
    switch (note) {
      case Note.OfCancel(Cancel cancel) -> {
        if (closed || brokerClock.nowMs() > cancel.getRememberUntilMs() || !again.offer(note)) {
          lost("cancel", 1);
        }
      }
      case Note.OfDelivery delivery -> lost("delivery", 1);
      case Note.OfUndecodable undecodable -> lost("undecodable", 1);
    }
  }

  private void lost(String kind, int count) {
    if (count > 0) {
      metrics.count(IngressMetric.LOST_NOTES, kind, count);
    }
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      // closing; the loop looks
    }
  }
}
