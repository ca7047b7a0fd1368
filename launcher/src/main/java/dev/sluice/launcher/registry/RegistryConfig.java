package dev.sluice.launcher.registry;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What a registry is started with.
 *
 * @param bootstrapServers the brokers that keep the schemas
 * @param host the address to listen on
 * @param port the port, 0 for a free one
 * @param kafkaProperties further properties of every Kafka client, such as credentials
 * @param defaultCompatibility the rule for subjects without one, until it is changed over REST
 */
public record RegistryConfig(
    String bootstrapServers,
    String host,
    int port,
    Map<String, String> kafkaProperties,
    CompatibilityLevel defaultCompatibility) {

  public RegistryConfig {
    requireNonNull(bootstrapServers, "bootstrapServers");
    requireNonNull(host, "host");
    requireNonNull(defaultCompatibility, "defaultCompatibility");
    kafkaProperties = Map.copyOf(kafkaProperties);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be between 0 and 65535, but is " + port);
    }
  }

  /** Kafka properties may hold a password. */
  @Override
  public String toString() {
    return "RegistryConfig[bootstrapServers="
        + bootstrapServers
        + ", host="
        + host
        + ", port="
        + port
        + ", defaultCompatibility="
        + defaultCompatibility
        + "]";
  }
}
