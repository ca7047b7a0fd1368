package dev.sluice.launcher.assembly;

import dev.sluice.launcher.broker.EmbeddedBroker;
import dev.sluice.launcher.broker.EmbeddedBrokerConfig;
import dev.sluice.launcher.registry.CompatibilityLevel;
import dev.sluice.launcher.registry.RegistryConfig;
import dev.sluice.launcher.registry.SchemaRegistryServer;
import java.nio.file.Path;
import java.util.Map;

/** A broker and a registry in this process, for those who have none. */
public final class LocalKafka implements AutoCloseable {
  private final EmbeddedBroker broker;
  private final SchemaRegistryServer registry;

  private LocalKafka(EmbeddedBroker broker, SchemaRegistryServer registry) {
    this.broker = broker;
    this.registry = registry;
  }

  /**
   * Starts both and returns when they serve.
   *
   * @param port of Kafka, 0 for a free one
   * @param registryPort of the registry, 0 for a free one
   * @throws dev.sluice.launcher.broker.BrokerStartException if the broker cannot start
   * @throws StartFailure if the registry cannot start
   */
  public static LocalKafka start(Path data, String host, int port, int registryPort) {
    EmbeddedBroker broker =
        EmbeddedBroker.start(new EmbeddedBrokerConfig(data, host, port, 0, Map.of()));
    try {
      SchemaRegistryServer registry =
          SchemaRegistryServer.start(
              new RegistryConfig(
                  broker.bootstrapServers(),
                  host,
                  registryPort,
                  Map.of(),
                  CompatibilityLevel.FULL_TRANSITIVE));
      return new LocalKafka(broker, registry);
    } catch (IllegalStateException e) {
      broker.close();
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  public String registryUrl() {
    return registry.url();
  }

  @Override
  public void close() {
    try {
      registry.close();
    } finally {
      broker.close();
    }
  }
}
