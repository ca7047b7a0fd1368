package dev.sluice.proofs.containers;

import dev.sluice.launcher.registry.CompatibilityLevel;
import dev.sluice.launcher.registry.RegistryConfig;
import dev.sluice.launcher.registry.SchemaRegistryServer;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka as its makers pack it, in a container, and our own registry in front of it. */
final class ContainerBroker implements Broker {
  private static final String IMAGE = "apache/kafka:4.3.1";
  private static final int MOST_BYTES = 22 << 20;

  private final KafkaContainer kafka;
  private final SchemaRegistryServer registry;

  private ContainerBroker(KafkaContainer kafka, SchemaRegistryServer registry) {
    this.kafka = kafka;
    this.registry = registry;
  }

  static ContainerBroker start() {
    KafkaContainer kafka =
        new KafkaContainer(IMAGE)
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1")
            .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(MOST_BYTES))
            .withEnv("KAFKA_REPLICA_FETCH_MAX_BYTES", Integer.toString(MOST_BYTES));
    kafka.start();
    try {
      SchemaRegistryServer registry =
          SchemaRegistryServer.start(
              new RegistryConfig(
                  kafka.getBootstrapServers(),
                  "127.0.0.1",
                  0,
                  Map.of(),
                  CompatibilityLevel.FULL_TRANSITIVE));
      return new ContainerBroker(kafka, registry);
    } catch (RuntimeException e) {
      kafka.stop();
      throw e;
    }
  }

  @Override
  public String section() {
    return "{ bootstrap_servers: \"%s\", schema_registry: \"%s\", partitions: 6 }"
        .formatted(kafka.getBootstrapServers(), registry.url());
  }

  @Override
  public void close() {
    try {
      registry.close();
    } finally {
      kafka.stop();
    }
  }
}
