package dev.sluice.cost;

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
 * @param commitInterval a transaction ends this often while there is work
 * @param sessionTimeout after this long without a sign of life its partitions go to others
 */
public record CostConfig(
    KafkaSettings kafka,
    Topics topics,
    String instanceId,
    Path stateDir,
    String host,
    int adminPort,
    Duration commitInterval,
    Duration sessionTimeout) {
  public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(500);
  public static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(6);

  public CostConfig {
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
    requirePositive("commit interval", commitInterval);
    requirePositive("session timeout", sessionTimeout);
  }

  private static void requirePositive(String what, Duration span) {
    if (span.isNegative() || span.isZero()) {
      throw new IllegalArgumentException("the " + what + " is longer than " + span);
    }
  }

  /** With the default intervals. */
  public static CostConfig of(
      KafkaSettings kafka,
      Topics topics,
      String instanceId,
      Path stateDir,
      String host,
      int adminPort) {
    return new CostConfig(
        kafka,
        topics,
        instanceId,
        stateDir,
        host,
        adminPort,
        DEFAULT_COMMIT_INTERVAL,
        DEFAULT_SESSION_TIMEOUT);
  }

  /** The same with another commit interval. */
  public CostConfig withCommitInterval(Duration interval) {
    return new CostConfig(
        kafka, topics, instanceId, stateDir, host, adminPort, interval, sessionTimeout);
  }

  /** The same with another session timeout. */
  public CostConfig withSessionTimeout(Duration timeout) {
    return new CostConfig(
        kafka, topics, instanceId, stateDir, host, adminPort, commitInterval, timeout);
  }
}
