package dev.sluice.provider.send;

import dev.sluice.provider.calls.AttemptSink;
import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.batch.BatchReply;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.ReplyAddress;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the topics. Three producers, of which each has one request at a time on its way: one
 * for what a caller waits for, one that gathers for {@value #GATHERING_MS} ms the chunks of running
 * streams and the events of attempts that hold nothing, and one for what the router and others are
 * told at once, so that no caller waits behind that.
 */
public final class KafkaAttemptSink implements AttemptSink, AutoCloseable {
  private static final int GATHERING_MS = 1;
  private static final long FULL_BYTES = 48L << 20;
  private static final long REGISTRY_RETRY_MS = 500;
  private static final long FOR_EVER = Long.MAX_VALUE;

  /** Kafka's own fields around a value. */
  private static final int RECORD_OVERHEAD = 512;

  private final Topics topics;
  private final Codec<AttemptEvent> events;
  private final Codec<ReplyFrame> frames;
  private final Codec<FailedAttempt> failures;
  private final Codecs codecs;
  private final Codec<UndecodableRecord> undecodables;
  private final PatientProducer atOnce;
  private final PatientProducer gathered;
  private final PatientProducer told;
  private final ProviderMetrics metrics;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final ScheduledExecutorService resends =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sluice-worker-resend").daemon().factory());
  private final UnhurriedSends unhurried = new UnhurriedSends(resends, System::nanoTime);
  private final int maxValueBytes;

  public KafkaAttemptSink(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instanceId,
      BrokerClock clock,
      ProviderMetrics metrics) {
    this.topics = topics;
    this.codecs = codecs;
    this.metrics = metrics;
    events = codecs.of(topics.attempts());
    frames = codecs.of(topics.replies());
    failures = codecs.of(topics.fallback());
    undecodables = codecs.of(topics.undecodable());
    maxValueBytes = topics.sizing().maxMessageBytes() - RECORD_OVERHEAD;
    atOnce =
        new PatientProducer(
            kafka, instanceId + "-at-once", 0, resends, clock, metrics, waitingBytes);
    gathered =
        new PatientProducer(
            kafka, instanceId + "-gathered", GATHERING_MS, resends, clock, metrics, waitingBytes);
    told =
        new PatientProducer(kafka, instanceId + "-told", 0, resends, clock, metrics, waitingBytes);
  }

  /**
   * Registers the schemas and asks for the topics' metadata, so that the first request waits for
   * neither.
   *
   * @return whether all is there; call again where it is not
   */
  public boolean prepare() {
    events.prepare();
    frames.prepare();
    failures.prepare();
    undecodables.prepare();
    String replies = topics.replies().name();
    return known(gathered, replies, topics.attempts().name())
        & known(atOnce, replies, topics.fallback().name())
        & known(told, topics.attempts().name(), topics.undecodable().name());
  }

  /** Asks for all, so that they are looked up side by side. */
  private static boolean known(PatientProducer producer, String... names) {
    boolean known = true;
    for (String name : names) {
      known &= producer.knows(name);
    }
    return known;
  }

  @Override
  public void event(AttemptEvent event, Pace pace, Consumer<SendResult> then) {
    ProducerRecord<byte[], byte[]> record = record(event);
    if (pace == Pace.GATHERED) {
      unhurried.sendAll();
    }
    (pace == Pace.GATHERED ? gathered : told).send(record, FOR_EVER, then);
  }

  @Override
  public void unhurriedEvent(AttemptEvent event, Consumer<SendResult> then) {
    ProducerRecord<byte[], byte[]> record = record(event);
    unhurried.add(() -> gathered.send(record, FOR_EVER, then));
  }

  private ProducerRecord<byte[], byte[]> record(AttemptEvent event) {
    return record(topics.attempts().name(), event.getAccount(), events.encode(event));
  }

  @Override
  public void failed(FailedAttempt failed, Consumer<SendResult> then) {
    atOnce.send(
        record(topics.fallback().name(), failed.getAccount(), failures.encode(failed)),
        FOR_EVER,
        then);
  }

  @Override
  public void frame(
      ReplyFrame frame, ReplyAddress to, Pace pace, long usefulUntilMs, Consumer<SendResult> then) {
    byte[] value = frames.encode(frame);
    if (value.length > maxValueBytes) {
      then.accept(new SendResult.TooLarge(value.length));
      return;
    }
    metrics.count(ProviderMetric.FRAMES, "kind", frame.getKind().name());
    Integer partition = to.getPartition() < 0 ? null : Integer.valueOf(to.getPartition());
    PatientProducer producer = pace == Pace.AT_ONCE ? atOnce : gathered;
    producer.send(
        new ProducerRecord<>(to.getTopic(), partition, bytes(frame.getRequestId()), value),
        usefulUntilMs,
        then);
  }

  @Override
  public void batchReply(
      BatchReply reply, String project, ReplyAddress to, Consumer<SendResult> then) {
    byte[] value;
    try {
      value = codecs.of(topics.batchReplies(project)).encode(reply);
    } catch (RegistryException e) {
      later(() -> batchReply(reply, project, to, then), then);
      return;
    }
    if (value.length > maxValueBytes) {
      then.accept(new SendResult.TooLarge(value.length));
      return;
    }
    @Nullable String key = to.getKey().isEmpty() ? null : to.getKey();
    atOnce.send(record(to.getTopic(), key, value), FOR_EVER, then);
  }

  /** A record that could not be read. */
  public void undecodable(UndecodableRecord record, Consumer<SendResult> then) {
    told.send(
        record(topics.undecodable().name(), record.getTopic(), undecodables.encode(record)),
        FOR_EVER,
        then);
  }

  @Override
  public boolean full() {
    return waitingBytes.get() > FULL_BYTES;
  }

  /** Bytes that are not acknowledged. */
  public long waitingBytes() {
    return waitingBytes.get();
  }

  /** Writes what it has, within a bound; what comes later is lost. */
  @Override
  public void close() {
    unhurried.sendAll();
    gathered.close();
    atOnce.close();
    told.close();
    resends.shutdownNow();
  }

  private void later(Runnable again, Consumer<SendResult> then) {
    metrics.count(ProviderMetric.RESENDS);
    try {
      resends.schedule(again, REGISTRY_RETRY_MS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      then.accept(new SendResult.Lost("the worker has stopped"));
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, @Nullable String key, byte[] value) {
    return new ProducerRecord<>(topic, key == null ? null : bytes(key), value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
