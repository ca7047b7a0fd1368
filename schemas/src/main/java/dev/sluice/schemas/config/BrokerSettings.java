package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Section {@code kafka}.
 *
 * @param place where the broker is
 * @param properties for every Kafka client, by Kafka's names; none of them a secret
 * @param secretProperties those that are secrets
 * @param topicPrefix begins every topic name
 * @param partitions of the topics that are keyed by account, chosen once
 */
public record BrokerSettings(
    Place place,
    Map<String, String> properties,
    Map<String, SecretReference> secretProperties,
    String topicPrefix,
    int partitions) {
  public static final String DEFAULT_TOPIC_PREFIX = "sluice.";
  public static final int EMBEDDED_PARTITIONS = 1;
  public static final int EXTERNAL_PARTITIONS = 48;

  public static final BrokerSettings DEFAULTS =
      new BrokerSettings(
          new Embedded(9092, 8081, "sluice-data"),
          Map.of(),
          Map.of(),
          DEFAULT_TOPIC_PREFIX,
          EMBEDDED_PARTITIONS);

  public BrokerSettings {
    properties = Map.copyOf(properties);
    secretProperties = Map.copyOf(secretProperties);
    if (partitions < 1) {
      throw new IllegalArgumentException("there is at least one partition");
    }
  }

  /** Where the broker is. */
  public sealed interface Place {}

  /**
   * In the process of {@code sluice up}.
   *
   * @param port of Kafka; 0 takes a free one
   * @param registryPort of the Schema Registry; 0 takes a free one
   * @param dataDir Sluice's data folder, which keeps the log among other things
   */
  public record Embedded(int port, int registryPort, String dataDir) implements Place {}

  /**
   * Somewhere else.
   *
   * @param bootstrapServers as in Kafka's {@code bootstrap.servers}
   * @param schemaRegistry its URL
   */
  public record External(String bootstrapServers, String schemaRegistry) implements Place {}

  public boolean embedded() {
    return place instanceof Embedded;
  }

  /**
   * All properties with secrets looked up. The result holds secrets: it goes to Kafka clients only.
   *
   * @throws IllegalStateException if a secret is missing; the loader checked that at the start
   */
  public Map<String, String> clientProperties(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(properties);
    List<String> missing = new ArrayList<>();
    secretProperties.forEach((name, reference) -> {
      switch (reference.resolve(environment)) {
        case SecretOutcome.Resolved(Secret secret) -> all.put(name, secret.reveal());
        case SecretOutcome.Missing(String reason) -> missing.add(name + ": " + reason);
      }
    });
    if (!missing.isEmpty()) {
      throw new IllegalStateException("Kafka properties have no value: " + missing);
    }
    return all;
  }
}
