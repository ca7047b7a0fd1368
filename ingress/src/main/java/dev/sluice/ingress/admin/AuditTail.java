package dev.sluice.ingress.admin;

import dev.sluice.schemas.control.AuditEntry;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.serde.UndecodableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the topic {@code audit}, which has one partition: the newest entries, and whoever
 * waits for one. Its thread begins with the first look, reads the last {@value #MOST} entries and
 * goes on; it survives outages of Kafka.
 */
final class AuditTail implements AutoCloseable {
  /** As many entries are kept. */
  static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(AuditTail.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final KafkaSettings kafka;
  private final TopicPartition partition;
  private final Codec<AuditEntry> codec;
  private final String clientId;
  private final Map<String, CompletableFuture<AuditEntry>> waiting = new ConcurrentHashMap<>();
  private final Deque<AuditEntry> newest = new ArrayDeque<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch positioned = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> following;
  private volatile boolean closed;

  AuditTail(KafkaSettings kafka, String topic, Codec<AuditEntry> codec, String clientId) {
    this.kafka = kafka;
    this.partition = new TopicPartition(topic, 0);
    this.codec = codec;
    this.clientId = clientId;
    this.thread = Thread.ofPlatform().name("sluice-audit-tail").daemon().unstarted(this::run);
  }

  /**
   * Waits until the newest entries are there and no later one can be missed.
   *
   * @return whether that was so within the time
   */
  boolean awaitReady(Duration atMost) throws InterruptedException {
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
    return positioned.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The entry of a command that is about to be sent. {@link #forget} ends the wait. */
  CompletableFuture<AuditEntry> expect(String commandId) {
    return waiting.computeIfAbsent(commandId, id -> new CompletableFuture<>());
  }

  void forget(String commandId) {
    waiting.remove(commandId);
  }

  /** The newest entries, the newest first. */
  List<AuditEntry> newest(int limit) {
    synchronized (newest) {
      List<AuditEntry> entries = new ArrayList<>(Math.min(limit, newest.size()));
      newest
          .descendingIterator()
          .forEachRemaining(entry -> {
            if (entries.size() < limit) {
              entries.add(entry);
            }
          });
      return entries;
    }
  }

  private void run() {
    while (!closed) {
      try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(clientId, Map.of())) {
        following = consumer;
        follow(consumer);
      } catch (WakeupException e) {
        LOG.atDebug().log("audit is not followed any more");
      } catch (KafkaException | RegistryException e) {
        LOG.atWarn()
            .addKeyValue("topic", partition.topic())
            .addKeyValue("error", e.getClass().getSimpleName())
            .log("audit cannot be followed just now");
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(partition));
    long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    consumer.seek(partition, Math.max(begin, end - MOST));
    synchronized (newest) {
      newest.clear();
    }
    while (!closed) {
      if (consumer.position(partition) >= end) {
        positioned.countDown();
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    AuditEntry entry;
    try {
      entry = codec.decode(record.value());
    } catch (UndecodableException e) {
      LOG.atWarn().addKeyValue("offset", record.offset()).log("audit entry cannot be read");
      return;
    }
    synchronized (newest) {
      if (newest.size() == MOST) {
        newest.removeFirst();
      }
      newest.addLast(entry);
    }
    CompletableFuture<AuditEntry> expected = waiting.remove(entry.getCommandId());
    if (expected != null) {
      expected.complete(entry);
    }
  }

  @Override
  public void close() {
    closed = true;
    waiting.values().forEach(future -> future.cancel(false));
    KafkaConsumer<byte[], byte[]> consumer = following;
    if (consumer == null) {
      return;
    }
    consumer.wakeup();
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
