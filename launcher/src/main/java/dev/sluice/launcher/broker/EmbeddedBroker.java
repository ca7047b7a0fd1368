package dev.sluice.launcher.broker;

import static java.util.Objects.requireNonNull;

import dev.sluice.launcher.broker.BrokerStartException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka node in this process, on a data folder of its own. It has transactions and share groups,
 * and creates no topic by itself.
 *
 * <p>Records that were acknowledged survive the end of the process, however it ends; a crash of the
 * whole machine may cost the last ones, since Kafka leaves writing them out to the operating
 * system.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final DataFolder folder;
  private final SocketBinding sockets;
  private final KraftNode node;
  private final String bootstrapServers;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(
      DataFolder folder, SocketBinding sockets, KraftNode node, String bootstrapServers) {
    this.folder = folder;
    this.sockets = sockets;
    this.node = node;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts the broker and returns when it serves clients. The first start in a folder formats it.
   *
   * @throws BrokerStartException if it cannot start; the data folder is unlocked again by then
   */
  public static EmbeddedBroker start(EmbeddedBrokerConfig config) {
    requireNonNull(config, "config");
    long started = System.nanoTime();
    DataFolder folder = DataFolder.open(config.dataDir());
    SocketBinding sockets = new SocketBinding();
    try {
      EmbeddedBroker broker = start(config, folder, sockets);
      LOG.atInfo()
          .addKeyValue("bootstrapServers", broker.bootstrapServers)
          .addKeyValue("dataFolder", config.dataDir())
          .addKeyValue("latencyMs", Duration.ofNanos(System.nanoTime() - started).toMillis())
          .log("embedded broker started");
      return broker;
    } catch (RuntimeException e) {
      release(sockets, folder);
      throw e;
    }
  }

  private static EmbeddedBroker start(
      EmbeddedBrokerConfig config, DataFolder folder, SocketBinding sockets) {
    String host = config.host();
    int port = sockets.bind(BrokerProperties.CLIENT_LISTENER, host, config.port());
    int controllerPort =
        sockets.bind(
            BrokerProperties.CONTROLLER_LISTENER,
            EmbeddedBrokerConfig.LOOPBACK,
            config.controllerPort());
    Path logFolder = folder.logFolder();
    Map<String, String> properties = BrokerProperties.of(config, logFolder, port, controllerPort);
    KraftNode.format(logFolder);
    try {
      KraftNode node = KraftNode.start(properties, sockets);
      return new EmbeddedBroker(
          folder, sockets, node, BrokerProperties.advertisedHost(host) + ":" + port);
    } catch (RuntimeException e) {
      throw new BrokerStartException(
          Reason.KAFKA_FAILED, "the embedded broker did not start: " + e, e);
    }
  }

  /** What a client on this machine sets as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Writes everything out, stops and unlocks the data folder. A second call does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long started = System.nanoTime();
    try {
      node.stop();
    } finally {
      release(sockets, folder);
    }
    LOG.atInfo()
        .addKeyValue("bootstrapServers", bootstrapServers)
        .addKeyValue("latencyMs", Duration.ofNanos(System.nanoTime() - started).toMillis())
        .log("embedded broker stopped");
  }

  private static void release(SocketBinding sockets, DataFolder folder) {
    try {
      sockets.close();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("a listening socket could not be closed");
    } finally {
      folder.close();
    }
  }
}
