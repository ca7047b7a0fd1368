package dev.sluice.router;

import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Settings of one router process.
 *
 * @param instanceId stays the same over restarts, so that a restarted router has its partitions
 *     back at once; {@link InstanceId} keeps one in the state folder
 * @param stateDir folder of its local state; may be deleted
 * @param adminPort 0 picks a free one
 * @param sessionTimeout after this long without a sign of life its partitions go to others
 * @param standbyReplicas copies of the checkpoint on other instances
 * @param streamThreads threads that own partitions
 * @param batchWindow batch requests of all projects under way at once
 * @param mostInFlight requests of one partition under way at once
 * @param payloadCacheBytes of payloads kept in memory
 */
public record RouterConfig(
    KafkaSettings kafka,
    Topics topics,
    String instanceId,
    Path stateDir,
    String host,
    int adminPort,
    Duration sessionTimeout,
    int standbyReplicas,
    int streamThreads,
    int batchWindow,
    int mostInFlight,
    long payloadCacheBytes) {
  private static final int BATCH_WINDOW = 32;
  private static final int MOST_IN_FLIGHT = 20_000;
  private static final long PAYLOAD_CACHE_BYTES = 64L << 20;

  public RouterConfig {
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(topics, "topics");
    if (instanceId.isEmpty()) {
      throw new IllegalArgumentException("a router has an instance id");
    }
  }

  /** Usual settings: one thread, no standby replicas, bounds as designed. */
  public static RouterConfig of(
      KafkaSettings kafka,
      Topics topics,
      String instanceId,
      Path stateDir,
      String host,
      int adminPort,
      Duration sessionTimeout) {
    return new RouterConfig(
        kafka,
        topics,
        instanceId,
        stateDir,
        host,
        adminPort,
        sessionTimeout,
        0,
        1,
        BATCH_WINDOW,
        MOST_IN_FLIGHT,
        PAYLOAD_CACHE_BYTES);
  }

  /** The same with this many standby replicas and threads. */
  public RouterConfig with(int standbys, int threads) {
    return new RouterConfig(
        kafka,
        topics,
        instanceId,
        stateDir,
        host,
        adminPort,
        sessionTimeout,
        standbys,
        threads,
        batchWindow,
        mostInFlight,
        payloadCacheBytes);
  }
}
