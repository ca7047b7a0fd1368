package dev.sluice.launcher.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas topic: one partition, compacted, read by a thread of its own from the beginning and
 * ever after. An append returns when that thread has read the record back, so what was answered is
 * in the log and in the catalogue.
 */
final class SchemaLog implements AutoCloseable {

  static final String TOPIC = "_schemas";

  /** How an append ended. */
  enum Appended {
    DURABLE,
    /** It may or may not be in the log; Kafka did not say in time. */
    UNKNOWN
  }

  private static final Logger LOG = LoggerFactory.getLogger(SchemaLog.class);
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration READY_WITHIN = Duration.ofSeconds(30);
  private static final Duration APPEND_WITHIN = Duration.ofSeconds(6);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final Consumer<LogEntry> fold;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private long position;
  private volatile boolean closed;

  private SchemaLog(Map<String, Object> client, Consumer<LogEntry> fold) {
    this.fold = fold;
    this.producer =
        new KafkaProducer<>(
            with(
                client,
                Map.of(
                    "acks", "all",
                    "linger.ms", 0,
                    "request.timeout.ms", 2_000,
                    "delivery.timeout.ms", 5_000,
                    "max.block.ms", 5_000)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.consumer =
        new KafkaConsumer<>(
            with(client, Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.reader = Thread.ofPlatform().name("registry-reader").daemon().unstarted(this::read);
  }

  /**
   * Creates the topic where it is missing, and returns when everything in it has been folded.
   *
   * @throws IllegalStateException if Kafka does not answer in time, or the topic is not ours to use
   */
  static SchemaLog open(RegistryConfig config, Consumer<LogEntry> fold) {
    Map<String, Object> client = new HashMap<>(config.kafkaProperties());
    client.put("bootstrap.servers", config.bootstrapServers());
    ensureTopic(client);
    SchemaLog log = new SchemaLog(client, fold);
    try {
      log.consumer.assign(List.of(PARTITION));
      log.consumer.seekToBeginning(List.of(PARTITION));
      long end =
          log.consumer.endOffsets(List.of(PARTITION), READY_WITHIN).getOrDefault(PARTITION, 0L);
      log.reader.start();
      if (!log.awaitPosition(end, READY_WITHIN)) {
        throw new IllegalStateException("topic " + TOPIC + " could not be read to its end in time");
      }
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /**
   * Blocks until the entry is in the log and folded, or until it is clear that this takes too long.
   */
  Appended append(LogEntry entry) {
    LogCodec.Encoded encoded = LogCodec.encode(entry);
    long deadline = System.nanoTime() + APPEND_WITHIN.toNanos();
    try {
      long offset =
          producer
              .send(new ProducerRecord<>(TOPIC, 0, encoded.key(), encoded.value()))
              .get(APPEND_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
              .offset();
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      return awaitPosition(offset + 1, left) ? Appended.DURABLE : Appended.UNKNOWN;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.atWarn().setCause(e).addKeyValue("topic", TOPIC).log("schema entry was not confirmed");
      return Appended.UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Appended.UNKNOWN;
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      if (reader.isAlive()) {
        reader.join(CLOSE_WITHIN);
      } else {
        consumer.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      producer.close(CLOSE_WITHIN);
    }
  }

  private void read() {
    try (consumer) {
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
          LogEntry entry = LogCodec.decode(read.key(), read.value());
          if (entry instanceof LogEntry.Ignored(String reason)) {
            LOG.atDebug()
                .addKeyValue("offset", read.offset())
                .addKeyValue("reason", reason)
                .log("record of the schemas topic has no meaning here");
          }
          fold.accept(entry);
        }
        advanceTo(consumer.position(PARTITION));
      }
    } catch (WakeupException e) {
      LOG.atDebug().log("reader of the schemas topic woken up to stop");
    } catch (KafkaException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("topic", TOPIC)
          .log("schemas can no longer be read; the registry answers from what it has");
    }
  }

  private void advanceTo(long newPosition) {
    lock.lock();
    try {
      position = newPosition;
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitPosition(long wanted, Duration within) {
    lock.lock();
    try {
      long left = within.toNanos();
      while (position < wanted) {
        if (left <= 0) {
          return false;
        }
        left = advanced.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private static void ensureTopic(Map<String, Object> client) {
    NewTopic topic =
        new NewTopic(TOPIC, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact"));
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(topic)).all().get(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("topic " + TOPIC + " cannot be created", e);
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException("Kafka does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topic " + TOPIC + " is created", e);
    }
  }

  private static Map<String, Object> with(Map<String, Object> client, Map<String, Object> more) {
    Map<String, Object> merged = new HashMap<>(client);
    merged.putAll(more);
    return merged;
  }
}
