package dev.sluice.provider.lease;

import dev.sluice.schemas.attempt.WorkerLease;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the lease of this worker. Every acknowledgement also tells the broker's clock, so that it
 * is known before the first dispatch.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final long RENEWAL_MS = 400;

  /** A renewal that is late by more than this says nothing anymore. */
  private static final int USEFUL_MS = 1_000;

  /** What the worker holds. */
  public record Load(int slots, int slotsInUse, List<String> providers, long configOffset) {}

  private final Topic<WorkerLease> topic;
  private final Codec<WorkerLease> codec;
  private final String instance;
  private final BrokerClock clock;
  private final Supplier<Load> load;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sluice-worker-lease").daemon().factory());
  private long startedAtMs;
  private long sequence;
  private volatile boolean stopping;
  private volatile long renewedAtNanos;
  private volatile boolean renewed;

  public Lease(
      KafkaSettings kafka,
      Topic<WorkerLease> topic,
      Codec<WorkerLease> codec,
      String instance,
      BrokerClock clock,
      Supplier<Load> load) {
    this.topic = topic;
    this.codec = codec;
    this.instance = instance;
    this.clock = clock;
    this.load = load;
    this.producer =
        kafka.producer(
            instance + "-lease",
            Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                USEFUL_MS / 2,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                USEFUL_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                USEFUL_MS,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                1L << 20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                16 << 10));
  }

  public void start() {
    thread.scheduleWithFixedDelay(this::renew, 0, RENEWAL_MS, TimeUnit.MILLISECONDS);
  }

  /** Whether it has been renewed at least once, so that the broker's clock is known. */
  public boolean isRenewed() {
    return renewed;
  }

  /** How long ago Kafka last acknowledged a renewal, in ms. */
  public long sinceRenewalMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - renewedAtNanos);
  }

  /** From the next renewal on it says that no more dispatches are taken. */
  public void stopping() {
    stopping = true;
    thread.execute(this::renew);
  }

  private void renew() {
    try {
      long sentMs = System.currentTimeMillis();
      if (startedAtMs == 0) {
        startedAtMs = clock.nowMs();
      }
      producer.send(
          new ProducerRecord<>(
              topic.name(), instance.getBytes(StandardCharsets.UTF_8), codec.encode(lease())),
          (metadata, failure) -> {
            if (failure == null && metadata != null) {
              clock.observe(metadata.timestamp(), sentMs, System.currentTimeMillis());
              renewedAtNanos = System.nanoTime();
              renewed = true;
            }
          });
    } catch (RegistryException e) {
      LOG.atDebug().setCause(e).log("The lease cannot be encoded, trying again");
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("The lease was not renewed, trying again");
    }
  }

  private WorkerLease lease() {
    Load now = load.get();
    var lease = new WorkerLease();
    lease.setInstance(instance);
    lease.setStartedAtMs(startedAtMs);
    lease.setSequence(sequence++);
    lease.setStopping(stopping);
    lease.setSlots(now.slots());
    lease.setSlotsInUse(now.slotsInUse());
    lease.setProviders(now.providers());
    lease.setConfigOffset(now.configOffset());
    return lease;
  }

  @Override
  public void close() {
    thread.shutdown();
    producer.close(Duration.ofMillis(USEFUL_MS));
  }
}
