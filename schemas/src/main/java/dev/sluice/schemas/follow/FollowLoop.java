package dev.sluice.schemas.follow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a {@link CompactedFollower}. Only {@link #stop} and the readers are for others. */
final class FollowLoop<V> implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(CompactedFollower.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PROBE_EVERY = Duration.ofMillis(250);
  private static final Duration PROBE_WAIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final PatientDecoder<V> decoder;
  private final FollowListener<V> listener;
  private final CountDownLatch ready = new CountDownLatch(1);
  private List<TopicPartition> partitions = List.of();
  private @Nullable Probe openProbe;
  private @Nullable Probe firstProbe;
  private long nextProbeNanos;
  private boolean troubled;
  private volatile boolean stopping;
  private volatile long lastContactNanos = Long.MIN_VALUE;
  private volatile long caughtUpAsOfNanos = Long.MIN_VALUE;
  private volatile long appliedOffset = -1;

  /** End offsets as they were at some time after {@code startedNanos}. */
  private record Probe(long startedNanos, Map<TopicPartition, Long> ends) {}

  FollowLoop(
      Consumer<byte[], byte[]> consumer,
      String topic,
      PatientDecoder<V> decoder,
      FollowListener<V> listener) {
    this.consumer = consumer;
    this.topic = topic;
    this.decoder = decoder;
    this.listener = listener;
  }

  CountDownLatch ready() {
    return ready;
  }

  long lastContactNanos() {
    return lastContactNanos;
  }

  long caughtUpAsOfNanos() {
    return caughtUpAsOfNanos;
  }

  long appliedOffset() {
    return appliedOffset;
  }

  void stop() {
    stopping = true;
    consumer.wakeup();
  }

  @Override
  public void run() {
    nextProbeNanos = System.nanoTime();
    try (consumer) {
      while (!stopping) {
        step();
      }
    } catch (WakeupException | InterruptException e) {
      LOG.atDebug().addKeyValue("topic", topic).log("follower interrupted");
    }
  }

  private void step() {
    try {
      if (partitions.isEmpty()) {
        assign();
      } else {
        probeWhenDue();
        settleProbe(); // mostly all is read already, and nobody need wait for the poll
        read(consumer.poll(POLL));
        settleProbe();
      }
    } catch (WakeupException | InterruptException e) {
      stopping = true;
    } catch (KafkaException e) {
      trouble("Kafka does not answer", e.getClass().getSimpleName());
      pause();
    }
  }

  private void assign() {
    List<PartitionInfo> found = consumer.partitionsFor(topic, PROBE_WAIT);
    if (found == null || found.isEmpty()) {
      trouble("topic is not there yet", "UnknownTopic");
      pause();
      return;
    }
    List<TopicPartition> all =
        found.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    partitions = all;
  }

  private void probeWhenDue() {
    long now = System.nanoTime();
    if (now - nextProbeNanos < 0) {
      return;
    }
    nextProbeNanos = now + PROBE_EVERY.toNanos();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PROBE_WAIT);
    lastContactNanos = System.nanoTime();
    if (troubled) {
      troubled = false;
      LOG.atInfo().addKeyValue("topic", topic).log("follower has contact again");
    }
    Probe probe = new Probe(now, ends);
    openProbe = probe;
    if (firstProbe == null) {
      firstProbe = probe;
    }
  }

  private void settleProbe() {
    Probe first = firstProbe;
    if (ready.getCount() > 0 && first != null && isRead(first)) {
      ready.countDown();
    }
    Probe open = openProbe;
    if (open != null && isRead(open)) {
      caughtUpAsOfNanos = open.startedNanos();
      openProbe = null;
    }
  }

  private boolean isRead(Probe probe) {
    for (Map.Entry<TopicPartition, Long> end : probe.ends().entrySet()) {
      if (end.getValue() > 0 && consumer.position(end.getKey(), PROBE_WAIT) < end.getValue()) {
        return false;
      }
    }
    return true;
  }

  private void read(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      tell(record, now);
      if (stopping) {
        return;
      }
    }
    guarded(listener::onBatchEnd);
  }

  private void tell(ConsumerRecord<byte[], byte[]> record, long now) {
    byte[] keyBytes = record.key();
    String key = keyBytes == null ? "" : new String(keyBytes, StandardCharsets.UTF_8);
    while (!stopping) {
      switch (decoder.decode(record.value())) {
        case PatientDecoder.Decoded.NotNow<V>(String reason) -> {
          trouble("registry does not answer", reason);
          pause();
          continue;
        }
        case PatientDecoder.Decoded.Never<V>(String reason) -> {
          LOG.atWarn()
              .addKeyValue("topic", topic)
              .addKeyValue("partition", record.partition())
              .addKeyValue("offset", record.offset())
              .addKeyValue("error", reason)
              .log("followed record cannot be read");
          guarded(() -> listener.onUndecodable(key, record.partition(), record.offset(), reason));
        }
        case PatientDecoder.Decoded.Value<V>(V value) ->
            guarded(() ->
                listener.onRecord(
                    new FollowedRecord<>(
                        key, value, record.partition(), record.offset(), record.timestamp(), now)));
      }
      appliedOffset = Math.max(appliedOffset, record.offset());
      return;
    }
  }

  /** A listener that fails must not end the thread that everything else hangs on. */
  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("topic", topic)
          .addKeyValue("error", e.getClass().getSimpleName())
          .setCause(e)
          .log("listener of a followed topic failed");
    }
  }

  private void trouble(String what, String reason) {
    if (!troubled && !stopping) {
      troubled = true;
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("reason", what)
          .addKeyValue("error", reason)
          .log("follower waits");
    }
  }

  private void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
  }
}
