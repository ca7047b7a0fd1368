package dev.sluice.provider.webhook;

import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.spend.BudgetAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One webhook: its thread reads the alerts in a group of the webhook's own, and each alert is
 * delivered by a virtual thread. At {@value #WINDOW} alerts that are not settled it reads no
 * further until one is; none is dropped.
 */
final class WebhookSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  static final int WINDOW = 64;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(5);
  private static final Duration LOOK_BACK = Duration.ofHours(1);

  private final String topic;
  private final Codec<BudgetAlert> codec;
  private final Consumer<byte[], byte[]> consumer;
  private final ProviderMetrics metrics;
  private final WebhookClient client;
  private final Delivery.Services services;
  private final OpenOffsets offsets = new OpenOffsets();
  private final Set<TopicPartition> unplaced = new HashSet<>();
  private final Map<Place, Thread> deliveries = new HashMap<>();
  private final Queue<Place> settled = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean troubled;
  private volatile Webhook webhook;
  private volatile int waiting;
  private volatile boolean stopping;

  private record Place(TopicPartition partition, long offset) {}

  /**
   * @param consumer of the webhook's group; this closes it
   * @param services makes what deliveries share, given the webhook as it is now
   */
  WebhookSender(
      Webhook webhook,
      String topic,
      Codec<BudgetAlert> codec,
      Consumer<byte[], byte[]> consumer,
      WebhookClient client,
      ProviderMetrics metrics,
      Function<WebhookSender, Delivery.Services> services) {
    this.webhook = webhook;
    this.topic = topic;
    this.codec = codec;
    this.consumer = consumer;
    this.client = client;
    this.metrics = metrics;
    this.services = services.apply(this);
    this.thread =
        Thread.ofPlatform().name("sluice-webhook-" + webhook.name()).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** As it is configured now. */
  Webhook webhook() {
    return webhook;
  }

  /** Deliveries go on by these settings with their next post. */
  void change(Webhook changed) {
    webhook = changed;
  }

  /** Alerts that were read and neither taken nor given up. */
  int waiting() {
    return waiting;
  }

  private void run() {
    try (consumer;
        client) {
      consumer.subscribe(List.of(topic), new Assignments());
      while (!stopping) {
        step();
      }
      cancel(Set.copyOf(consumer.assignment()));
      commitNow();
    } catch (InterruptException e) {
      LOG.atDebug().addKeyValue("webhook", webhook.name()).log("A webhook's thread was ended");
    } finally {
      deliveries.values().forEach(Thread::interrupt);
      stopped.countDown();
    }
  }

  private void step() {
    try {
      place();
      settle();
      commit();
      if (unplaced.isEmpty() && offsets.size() < WINDOW) {
        consumer.resume(consumer.paused());
      } else {
        consumer.pause(consumer.assignment());
      }
      take(consumer.poll(POLL));
      troubled = false;
    } catch (InterruptException e) {
      stopping = true;
    } catch (KafkaException e) {
      LOG.atLevel(troubled ? Level.DEBUG : Level.WARN)
          .addKeyValue("webhook", webhook.name())
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("Alerts for a webhook cannot be read, trying again");
      troubled = true;
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /**
   * A new group begins with the alerts of its last hour, not with those of a month. Where it begins
   * is written down at once: otherwise it would begin anew after a stop without an alert before it.
   */
  private void place() {
    if (unplaced.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(Set.copyOf(unplaced), KAFKA_WAIT);
    Set<TopicPartition> fresh = new HashSet<>(unplaced);
    fresh.removeIf(partition -> committed.get(partition) != null);
    if (!fresh.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> begin = beginnings(fresh);
      begin.forEach(consumer::seek);
      consumer.commitSync(begin, KAFKA_WAIT);
    }
    unplaced.clear();
  }

  /** The ends are asked for first: what is written in between is not before them. */
  private Map<TopicPartition, OffsetAndMetadata> beginnings(Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, KAFKA_WAIT);
    long sinceMs = services.clock().instant().minus(LOOK_BACK).toEpochMilli();
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, sinceMs));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, KAFKA_WAIT);
    Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp at = found.get(partition);
      long offset = at == null ? ends.getOrDefault(partition, 0L) : at.offset();
      begin.put(partition, new OffsetAndMetadata(offset));
    }
    return begin;
  }

  private void settle() {
    for (Place place = settled.poll(); place != null; place = settled.poll()) {
      deliveries.remove(place);
      offsets.settled(place.partition(), place.offset());
    }
    waiting = offsets.size();
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        if (!take(partition, record)) {
          consumer.seek(partition, record.offset());
          LockSupport.parkNanos(POLL.toNanos());
          break;
        }
      }
    }
  }

  /** Whether the next record may be taken; not where this one cannot be read yet. */
  private boolean take(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    BudgetAlert alert;
    try {
      alert = codec.decode(record.value());
    } catch (RegistryException e) {
      if (e.retriable()) {
        return false;
      }
      skip(partition, record);
      return true;
    } catch (UndecodableException e) {
      skip(partition, record);
      return true;
    }
    offsets.read(partition, record.offset());
    if (webhook.takes().takes(alert)) {
      deliver(new Place(partition, record.offset()), alert, record.timestamp());
    } else {
      offsets.settled(partition, record.offset());
    }
    return true;
  }

  private void skip(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    metrics.count(ProviderMetric.UNDECODABLE, "topic", topic);
    LOG.atWarn()
        .addKeyValue("webhook", webhook.name())
        .addKeyValue("partition", partition)
        .addKeyValue("offset", record.offset())
        .log("A record is no alert and is left out");
    offsets.read(partition, record.offset());
    offsets.settled(partition, record.offset());
  }

  private void deliver(Place place, BudgetAlert alert, long writtenAtMs) {
    Delivery delivery = new Delivery(services, alert, Instant.ofEpochMilli(writtenAtMs));
    Thread running =
        Thread.ofVirtual()
            .name("sluice-alert")
            .unstarted(() -> {
              try {
                delivery.run();
                settled.add(place);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // another process goes on with it
              } catch (RuntimeException e) {
                failed(place, e);
              }
            });
    deliveries.put(place, running);
    running.start();
  }

  /** One alert that we cannot handle must not be in the way of all behind it. */
  private void failed(Place place, RuntimeException bug) {
    metrics.count(ProviderMetric.WEBHOOK_GIVEN_UP, "webhook", webhook.name());
    LOG.atError()
        .addKeyValue("webhook", webhook.name())
        .addKeyValue("partition", place.partition())
        .addKeyValue("offset", place.offset())
        .addKeyValue("error", bug.getClass().getName())
        .log("An alert was given up because of a bug in its delivery");
    settled.add(place);
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> ready = offsets.committable();
    if (!ready.isEmpty()) {
      consumer.commitSync(ready, KAFKA_WAIT);
      offsets.committed(ready);
    }
  }

  private void commitNow() {
    try {
      settle();
      commit();
    } catch (KafkaException e) {
      LOG.atDebug()
          .addKeyValue("webhook", webhook.name())
          .setCause(e)
          .log("The last commit was not taken; its alerts come again");
    }
  }

  /** Ends deliveries; what they have not settled stays so. */
  private void cancel(Collection<TopicPartition> partitions) {
    deliveries.forEach((place, running) -> {
      if (partitions.contains(place.partition())) {
        running.interrupt();
      }
    });
    deliveries.keySet().removeIf(place -> partitions.contains(place.partition()));
  }

  /** Tells the thread to end; {@link #close} waits for it. */
  void stop() {
    stopping = true;
  }

  @Override
  public void close() {
    stop();
    try {
      if (!stopped.await(2 * KAFKA_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs on the sender's thread, within a poll. */
  private final class Assignments implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      unplaced.addAll(partitions);
      consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commitNow();
      forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      cancel(partitions);
      offsets.forget(partitions);
      unplaced.removeAll(partitions);
    }
  }
}
