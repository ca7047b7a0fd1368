package dev.sluice.router.batch;

import dev.sluice.schemas.batch.BatchDeadLetter;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.request.SourceOffset;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds what batch authors wrote into the pipeline, so few at a time that interactive requests do
 * not wait for them (I9). A record is committed when it is fed; one that is fed twice has the same
 * id and source, and is admitted once.
 */
public final class BatchFeeder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchFeeder.class);
  private static final Duration POLL_IDLE = Duration.ofMillis(100);
  private static final Duration POLL_BUSY = Duration.ofMillis(5);
  private static final Duration SEND_WAIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final KafkaSettings kafka;
  private final Topics topics;
  private final Codecs codecs;
  private final Supplier<GatewayConfig> config;
  private final InstantSource clock;
  private final String clientId;
  private final FeedWindow window;
  private final AuthorSchemas schemas;
  private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean stopping;

  private BatchFeeder(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      Supplier<GatewayConfig> config,
      InstantSource clock,
      String clientId,
      int window) {
    this.kafka = kafka;
    this.topics = topics;
    this.codecs = codecs;
    this.config = config;
    this.clock = clock;
    this.clientId = clientId;
    this.window = new FeedWindow(window);
    this.schemas = new AuthorSchemas(topics, codecs);
    this.thread = Thread.ofPlatform().daemon().name("sluice-batch-feeder").unstarted(this::run);
  }

  /**
   * Starts to feed. Returns at once.
   *
   * @param config the newest configuration whose topics are there
   * @param window requests under way at once
   */
  public static BatchFeeder start(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      Supplier<GatewayConfig> config,
      InstantSource clock,
      String clientId,
      int window) {
    BatchFeeder feeder = new BatchFeeder(kafka, topics, codecs, config, clock, clientId, window);
    feeder.thread.start();
    return feeder;
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          session();
        } catch (WakeupException e) {
          LOG.atDebug().log("batch feeder wakes up");
        } catch (KafkaException e) {
          LOG.atWarn().addKeyValue("error", e.toString()).log("batch feeder begins again");
          LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
      }
    } finally {
      stopped.countDown();
    }
  }

  /** Consumer group of all feeders. */
  public static String group(Topics topics) {
    return topics.prefix() + "batch-feeder";
  }

  /** Feeds with one set of clients, until told to stop or one of them fails for good. */
  private void session() {
    waiting.clear();
    try (Ends ends = new Ends(kafka, topics, codecs, clientId);
        KafkaConsumer<byte[], byte[]> source = consumer();
        KafkaProducer<byte[], byte[]> producer = producer()) {
      source.subscribe(topics.batchRequestsPattern(), new Rebalance());
      while (!stopping) {
        schemas.register(config.get(), clock.millis());
        ends.read(window);
        window.forgetOlderThan(clock.millis());
        turn(ends, source, producer);
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return kafka.consumer(
        clientId + "-feeder",
        Map.of(
            ConsumerConfig.GROUP_ID_CONFIG, group(topics),
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 32,
            ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5000));
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return kafka.producer(
        clientId + "-feeder",
        Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            (int) SEND_WAIT.toMillis(),
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) SEND_WAIT.toMillis() / 2,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            SEND_WAIT.toMillis()));
  }

  private void turn(
      Ends ends, KafkaConsumer<byte[], byte[]> source, KafkaProducer<byte[], byte[]> producer) {
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    if (!waiting.isEmpty() && !window.isFull()) {
      ends.listen();
    }
    while (!waiting.isEmpty() && !window.isFull()) {
      ConsumerRecord<byte[], byte[]> record = waiting.removeFirst();
      feed(record, producer);
      done.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    if (!done.isEmpty()) {
      source.commitSync(done);
    }
    if (waiting.isEmpty()) {
      source.resume(source.paused());
    } else {
      source.pause(source.assignment());
    }
    source.poll(window.size() == 0 ? POLL_IDLE : POLL_BUSY).forEach(waiting::addLast);
  }

  private void feed(ConsumerRecord<byte[], byte[]> record, KafkaProducer<byte[], byte[]> producer) {
    String project = topics.projectOfBatchRequests(record.topic()).orElse("");
    Feed feed =
        BatchRequests.of(
            record,
            codecs.of(topics.batchRequests(project)),
            project,
            topics.batchReplies(project).name(),
            config.get());
    switch (feed) {
      case Feed.Request(InferenceRequest request) -> feed(record, project, request, producer);
      case Feed.Rejected(String customId, ErrorInfo error) ->
          reject(record, project, customId, error, producer);
    }
  }

  private void feed(
      ConsumerRecord<byte[], byte[]> record,
      String project,
      InferenceRequest request,
      KafkaProducer<byte[], byte[]> producer) {
    Envelope envelope = request.getEnvelope();
    try {
      send(
          producer,
          new ProducerRecord<>(
              topics.requests().name(),
              envelope.getAccount().getBytes(StandardCharsets.UTF_8),
              codecs.of(topics.requests()).encode(request)));
      window.fed(envelope.getRequestId(), clock.millis() + envelope.getTimeBudgetMs());
    } catch (RecordTooLargeException e) {
      ErrorInfo error =
          new ErrorInfo(
              ErrorKind.TOO_LARGE.wireName(),
              0,
              "the request is larger than a request may be",
              null,
              null,
              null,
              null,
              "request",
              "");
      reject(record, project, envelope.getCustomId(), error, producer);
    }
  }

  private void reject(
      ConsumerRecord<byte[], byte[]> record,
      String project,
      String customId,
      ErrorInfo error,
      KafkaProducer<byte[], byte[]> producer) {
    Topic<BatchDeadLetter> topic = topics.batchDeadLetter(project);
    byte[] value = record.value() == null ? new byte[0] : record.value();
    BatchDeadLetter letter =
        new BatchDeadLetter(
            customId,
            "",
            error,
            new SourceOffset(record.topic(), record.partition(), record.offset()),
            ByteBuffer.wrap(value),
            clock.millis());
    LOG.atWarn()
        .addKeyValue("project", project)
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("error", error.getMessage())
        .log("batch record goes to the dead letters");
    send(
        producer,
        new ProducerRecord<>(topic.name(), record.key(), codecs.of(topic).encode(letter)));
  }

  /** Sends and waits; what is not acknowledged is fed again from its offset. */
  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get(SEND_WAIT.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException cause) {
        throw cause;
      }
      throw new KafkaException("a batch request cannot be fed", e);
    } catch (TimeoutException e) {
      throw new KafkaException("a batch request cannot be fed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  /** What waits of partitions that are gone is fed by whoever has them now. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      waiting.removeIf(
          record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.atDebug().addKeyValue("partitions", partitions.size()).log("batch feeder has partitions");
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      if (!stopped.await(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
