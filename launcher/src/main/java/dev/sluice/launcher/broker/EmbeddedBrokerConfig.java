package dev.sluice.launcher.broker;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an embedded broker is started with.
 *
 * @param dataDir Sluice's data folder; the broker keeps its logs in {@code broker/} below it, and
 *     locks the folder as a whole
 * @param host the address to listen on and to tell clients; a wildcard address is told to clients
 *     as {@code localhost}, unless {@code extraProperties} sets {@code advertised.listeners}
 * @param port the port for clients, 0 for a free one
 * @param controllerPort the loopback port of the controller, 0 for a free one; it may differ from
 *     start to start
 * @param extraProperties Kafka broker properties that win over Sluice's own
 */
public record EmbeddedBrokerConfig(
    Path dataDir, String host, int port, int controllerPort, Map<String, String> extraProperties) {

  /** The address that only programs on the same machine can reach. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final int LARGEST_PORT = 65_535;

  public EmbeddedBrokerConfig {
    requireNonNull(dataDir, "dataDir");
    requireNonNull(host, "host");
    requirePort(port, "port");
    requirePort(controllerPort, "controllerPort");
    extraProperties = Map.copyOf(extraProperties);
  }

  /** Listens on loopback, with a free controller port and Sluice's own properties. */
  public static EmbeddedBrokerConfig on(Path dataDir, int port) {
    return new EmbeddedBrokerConfig(dataDir, LOOPBACK, port, 0, Map.of());
  }

  private static void requirePort(int port, String name) {
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException(
          name + " must be between 0 and " + LARGEST_PORT + ", but is " + port);
    }
  }
}
