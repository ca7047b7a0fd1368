package dev.sluice.provider.webhook;

import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.spend.BudgetAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
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

  private final String topic;
  private final AlertReader reader;
  private final Consumer<byte[], byte[]> consumer;
  private final Webhooks.Undecodables undecodables;
  private final ProviderMetrics metrics;
  private final WebhookClient client;
  private final Delivery.Services services;
  private final OpenOffsets offsets = new OpenOffsets();
  private final Beginnings beginnings;
  private final Map<Place, Thread> deliveries = new HashMap<>();
  private final Queue<Place> settled = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Whether the step that is under way met no trouble. */
  private boolean well;

  private volatile Webhook webhook;
  private volatile int waiting;

  /** The class of what went wrong last, null where all goes well. */
  private volatile @Nullable String trouble;

  private volatile boolean stopping;

  private record Place(TopicPartition partition, long offset) {}

  /**
   * @param consumer of the webhook's group; this closes it
   * @param services makes what deliveries share, given the webhook as it is now
   */
  WebhookSender(
      Webhook webhook,
      String topic,
      AlertReader reader,
      Consumer<byte[], byte[]> consumer,
      WebhookClient client,
      Webhooks.Undecodables undecodables,
      ProviderMetrics metrics,
      Function<WebhookSender, Delivery.Services> services) {
    this.webhook = webhook;
    this.topic = topic;
    this.reader = reader;
    this.consumer = consumer;
    this.client = client;
    this.undecodables = undecodables;
    this.metrics = metrics;
    this.services = services.apply(this);
    this.beginnings = new Beginnings(consumer, this.services.clock(), KAFKA_WAIT);
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

  /** Whether its thread is through. */
  boolean ended() {
    return stopped.getCount() == 0;
  }

  /** What is wrong with its reading, as a sentence. */
  Optional<String> problem() {
    return Optional.ofNullable(trouble)
        .map(error -> "alerts for webhook " + webhook.name() + " are read with trouble: " + error);
  }

  private void run() {
    try (consumer;
        client) {
      while (!stopping && !attempt(this::subscribe)) {
        LockSupport.parkNanos(POLL.toNanos());
      }
      while (!stopping) {
        step();
      }
      cancel(Set.copyOf(consumer.assignment()));
      commitNow();
    } catch (InterruptException e) {
      LOG.atDebug().addKeyValue("webhook", webhook.name()).log("A webhook's thread was ended");
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("webhook", webhook.name())
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("A webhook's thread did not end cleanly");
    } finally {
      deliveries.values().forEach(Thread::interrupt);
      stopped.countDown();
    }
  }

  private void subscribe() {
    consumer.subscribe(List.of(topic), new Assignments());
  }

  /** It polls whatever happened before: who has fallen out of the group joins again only there. */
  private void step() {
    well = true;
    attempt(beginnings::place);
    attempt(this::commit);
    attempt(this::poll);
    if (well) {
      trouble = null;
    } else if (!stopping) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Whether it went well. Where it did not, it is done again with the next step. */
  private boolean attempt(Runnable part) {
    try {
      part.run();
      return true;
    } catch (InterruptException e) {
      stopping = true;
    } catch (RuntimeException e) {
      troubled(e);
    }
    return false;
  }

  private void troubled(RuntimeException e) {
    String error = e.getClass().getSimpleName();
    Level first = e instanceof KafkaException ? Level.WARN : Level.ERROR;
    LOG.atLevel(error.equals(trouble) ? Level.DEBUG : first)
        .addKeyValue("webhook", webhook.name())
        .addKeyValue("error", error)
        .log("Alerts for a webhook cannot be read, trying again");
    trouble = error;
    well = false;
  }

  /** A partition is read only when it is known where. */
  private void poll() {
    if (offsets.size() < WINDOW) {
      Set<TopicPartition> ready = new HashSet<>(consumer.paused());
      ready.removeAll(beginnings.open());
      consumer.resume(ready);
    } else {
      consumer.pause(consumer.assignment());
    }
    take(consumer.poll(POLL));
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
        if (!taken(partition, record)) {
          consumer.seek(partition, record.offset());
          LockSupport.parkNanos(POLL.toNanos());
          break;
        }
      }
    }
  }

  /** What fails here must come again: the consumer's position is behind the whole batch. */
  private boolean taken(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    try {
      return take(partition, record);
    } catch (InterruptException e) {
      stopping = true;
    } catch (RuntimeException e) {
      troubled(e);
    }
    return false;
  }

  /** Whether the next record may be taken; not where this one cannot be read yet. */
  private boolean take(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    Place place = new Place(partition, record.offset());
    return switch (reader.read(record)) {
      case AlertReader.Outcome.NotNow ignored -> false;
      case AlertReader.Outcome.Read(BudgetAlert alert) -> {
        offsets.read(partition, record.offset());
        if (webhook.takes().takes(alert)) {
          deliver(place, alert, record.timestamp());
        } else {
          offsets.settled(partition, record.offset());
        }
        yield true;
      }
      case AlertReader.Outcome.Unreadable(String reason) -> {
        offsets.read(partition, record.offset());
        undecodables.tell(record, reason, result -> putAside(place, result));
        yield true;
      }
    };
  }

  /** It is behind us only when it is kept elsewhere. */
  private void putAside(Place place, SendResult result) {
    switch (result) {
      case SendResult.Written ignored -> settled.add(place);
      case SendResult.TooLarge tooLarge -> {
        LOG.atWarn()
            .addKeyValue("webhook", webhook.name())
            .addKeyValue("partition", place.partition())
            .addKeyValue("offset", place.offset())
            .addKeyValue("bytes", tooLarge.bytes())
            .log("A record that is no alert is too large to be put aside, and is left where it is");
        settled.add(place);
      }
      case SendResult.Lost lost ->
          LOG.atDebug()
              .addKeyValue("webhook", webhook.name())
              .addKeyValue("error", lost.reason())
              .log("A record that is no alert was not put aside; it comes again");
    }
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

  /** Where it fails, the offsets stay to be committed, unless their partitions are lost. */
  private void commit() {
    settle();
    Map<TopicPartition, OffsetAndMetadata> ready = offsets.committable();
    if (!ready.isEmpty()) {
      consumer.commitSync(ready, KAFKA_WAIT);
      offsets.committed(ready);
    }
  }

  private void commitNow() {
    try {
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
      beginnings.assigned(partitions);
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
      beginnings.forget(partitions);
    }
  }
}
