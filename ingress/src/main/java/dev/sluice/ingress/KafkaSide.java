package dev.sluice.ingress;

import dev.sluice.ingress.admin.ObjectView;
import dev.sluice.ingress.http.Serving;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.ingress.publish.KafkaOutcomeLog;
import dev.sluice.ingress.reply.PendingReplies;
import dev.sluice.ingress.reply.ReplyConsumer;
import dev.sluice.ingress.reply.ReplyLane;
import dev.sluice.ingress.reply.ReplyPartitions;
import dev.sluice.ingress.reply.ReplySource;
import dev.sluice.schemas.config.ConfigFollower;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicCreation;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be there in Kafka before the first request: topics, schemas, the configuration and
 * the position in the replies. A thread of its own gets it, however long Kafka is away.
 */
final class KafkaSide implements ReplySource {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSide.class);
  private static final int RETRY_MS = 500;
  private static final int MAX_UNDECODABLE_BYTES = 1 << 20;

  private final IngressConfig config;
  private final Codecs codecs;
  private final PendingReplies pending;
  private final KafkaOutcomeLog outcomes;
  private final IngressMetrics metrics;
  private final InstantSource clock;
  private final ObjectView objects;
  private final Thread thread;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile Serving.State state = new Serving.State.NotReady("Kafka was not reached yet");
  private volatile @Nullable ConfigFollower follower;
  private volatile @Nullable ReplyConsumer replies;
  private volatile List<ReplyLane> lanes = List.of();
  private volatile boolean closed;

  KafkaSide(
      IngressConfig config,
      Codecs codecs,
      PendingReplies pending,
      KafkaOutcomeLog outcomes,
      IngressMetrics metrics,
      InstantSource clock,
      ObjectView objects) {
    this.config = config;
    this.codecs = codecs;
    this.pending = pending;
    this.outcomes = outcomes;
    this.metrics = metrics;
    this.clock = clock;
    this.objects = objects;
    thread = Thread.ofPlatform().name("sluice-ingress-start").daemon().unstarted(this::run);
  }

  void start(Collection<ReplyLane> toLanes) {
    lanes = List.copyOf(toLanes);
    thread.start();
  }

  /** Waits until requests can be served, but not longer than this. */
  void awaitReady(Duration atMost) {
    try {
      if (!ready.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atWarn().addKeyValue("state", state).log("Ingress is not ready yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Open once everything is there. */
  Serving.State state() {
    return state;
  }

  @Nullable ConfigFollower config() {
    return follower;
  }

  @Override
  public Optional<ReplyPartitions> partitions() {
    ReplyConsumer consumer = replies;
    return consumer == null ? Optional.empty() : consumer.partitions();
  }

  private void run() {
    try {
      makeTopics();
      prepareSchemas();
      Topics topics = config.topics();
      ReplyConsumer consumer =
          new ReplyConsumer(
              config.kafka(),
              topics.replies().name(),
              config.instanceId(),
              codecs.of(topics.replies()),
              pending,
              lanes,
              metrics,
              this::undecodable);
      replies = consumer;
      consumer.start();
      ConfigFollower following =
          ConfigFollower.start(
              config.kafka().common("sluice-ingress-config-" + config.instanceId()),
              topics.config().name(),
              codecs.serde(topics.config()).deserializer(),
              objects);
      follower = following;
      state = new Serving.State.NotReady("the configuration is not read yet");
      while (!following.awaitReady(Duration.ofMillis(RETRY_MS))) {
        // a closing ingress interrupts
      }
      state =
          new Serving.State.NotReady(
              "no virtual key has been published; sluice apply -f FILE publishes the configuration");
      while (following.current().keys().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      state = new Serving.State.NotReady("the position in the replies is not known yet");
      while (consumer.partitions().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      state = Serving.State.Open.INSTANCE;
      ready.countDown();
    } catch (InterruptedException e) {
      LOG.atDebug().log("Start of the Kafka side interrupted");
    }
  }

  private void makeTopics() throws InterruptedException {
    Topics topics = config.topics();
    List<Topic<? extends SpecificRecord>> needed =
        List.of(
            topics.requests(),
            topics.replies(),
            topics.cancels(),
            topics.deliveries(),
            topics.config(),
            topics.configCommands(),
            topics.audit(),
            topics.undecodable());
    while (!closed) {
      switch (ensure(needed)) {
        case TopicCreation.Outcome.Ready(List<String> created) -> {
          return;
        }
        case TopicCreation.Outcome.Failed(String reason) ->
            waitBecause("the topics are not there: " + reason);
      }
    }
  }

  private TopicCreation.Outcome ensure(List<Topic<? extends SpecificRecord>> needed) {
    Admin admin;
    try {
      admin = config.kafka().admin("sluice-ingress-admin-" + config.instanceId());
    } catch (KafkaException e) {
      return new TopicCreation.Outcome.Failed(e.toString());
    }
    try {
      return TopicCreation.ensure(admin, config.topics().sizing(), needed);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private void prepareSchemas() throws InterruptedException {
    Topics topics = config.topics();
    while (!closed) {
      try {
        codecs.of(topics.requests()).prepare();
        codecs.of(topics.cancels()).prepare();
        codecs.of(topics.deliveries()).prepare();
        return;
      } catch (RegistryException e) {
        waitBecause("the schema registry does not answer: " + e.getMessage());
      }
    }
  }

  private void waitBecause(String problem) throws InterruptedException {
    if (!(state instanceof Serving.State.NotReady(String known) && known.equals(problem))) {
      state = new Serving.State.NotReady(problem);
      LOG.atWarn().addKeyValue("reason", problem).log("Ingress waits");
    }
    TimeUnit.MILLISECONDS.sleep(RETRY_MS);
  }

  private void undecodable(ConsumerRecord<byte[], byte[]> record) {
    LOG.atWarn()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .log("A reply frame cannot be read");
    byte[] value = record.value() == null ? new byte[0] : record.value();
    UndecodableRecord note = new UndecodableRecord();
    note.setTopic(record.topic());
    note.setPartition(record.partition());
    note.setOffset(record.offset());
    note.setRole("ingress");
    note.setReason("not a reply frame");
    note.setKey(ByteBuffer.wrap(record.key() == null ? new byte[0] : record.key()));
    note.setValue(
        ByteBuffer.wrap(
            value.length <= MAX_UNDECODABLE_BYTES
                ? value
                : Arrays.copyOf(value, MAX_UNDECODABLE_BYTES)));
    note.setValueSize((long) value.length);
    note.setRecordAtMs(record.timestamp());
    note.setAtMs(clock.millis());
    outcomes.undecodable(note);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (thread.getState() != Thread.State.NEW) {
      thread.interrupt();
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    ReplyConsumer consumer = replies;
    if (consumer != null) {
      consumer.close();
    }
    ConfigFollower following = follower;
    if (following != null) {
      following.close();
    }
  }
}
