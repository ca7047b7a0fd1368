package dev.sluice.observability;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What one instance of the role needs.
 *
 * @param kafka how to reach Kafka and the Schema Registry
 * @param topics the catalogue; its sizing creates what is missing
 * @param instanceId stays the same over restarts, so that the instance has its partitions back at
 *     once; unique among the instances of the role
 * @param stateDir folder of local state; may be deleted, the log has it all
 * @param host address of the admin port
 * @param adminPort 0 picks a free one
 * @param sessionTimeout after this long without a sign of life its partitions go to others
 */
public record ObservabilityConfig(
    KafkaSettings kafka,
    Topics topics,
    String instanceId,
    Path stateDir,
    String host,
    int adminPort,
    Duration sessionTimeout) {
  public static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(6);

  public ObservabilityConfig {
    requireNonNull(kafka, "kafka");
    requireNonNull(topics, "topics");
    requireNonNull(stateDir, "stateDir");
    requireNonNull(host, "host");
    if (instanceId.isEmpty()) {
      throw new IllegalArgumentException("an instance has an id");
    }
    if (adminPort < 0 || adminPort > 65_535) {
      throw new IllegalArgumentException("an admin port is from 0 to 65535, not " + adminPort);
    }
    if (sessionTimeout.isNegative() || sessionTimeout.isZero()) {
      throw new IllegalArgumentException("the session timeout is longer than " + sessionTimeout);
    }
  }

  /** With the default session timeout. */
  public static ObservabilityConfig of(
      KafkaSettings kafka,
      Topics topics,
      String instanceId,
      Path stateDir,
      String host,
      int adminPort) {
    return new ObservabilityConfig(
        kafka, topics, instanceId, stateDir, host, adminPort, DEFAULT_SESSION_TIMEOUT);
  }

  /** The same with another session timeout. */
  public ObservabilityConfig withSessionTimeout(Duration timeout) {
    return new ObservabilityConfig(kafka, topics, instanceId, stateDir, host, adminPort, timeout);
  }
}
