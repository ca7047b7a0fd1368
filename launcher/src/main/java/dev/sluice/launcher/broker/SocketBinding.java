package dev.sluice.launcher.broker;

import dev.sluice.launcher.broker.BrokerStartException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Sockets that are bound before Kafka starts and handed to it by listener name. So a free port is
 * known (and ours) while the configuration is still being written, and a port in use is told at
 * once.
 */
final class SocketBinding implements ServerSocketFactory, AutoCloseable {

  private static final int BACKLOG = 512;
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  private final Map<String, ServerSocketChannel> bound = new ConcurrentHashMap<>();

  /**
   * Binds a listener, and returns the port that it got.
   *
   * @throws BrokerStartException if the port is in use or the address is not ours to use
   */
  int bind(String listener, String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new BrokerStartException(
          Reason.ADDRESS_UNUSABLE, "host " + host + " of the broker is not a known address");
    }
    try {
      ServerSocketChannel channel = open(address);
      bound.put(listener, channel);
      return channel.socket().getLocalPort();
    } catch (IOException e) {
      throw refused(host, port, e);
    }
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBuffer)
      throws IOException {
    ServerSocketChannel channel = bound.remove(listener);
    if (channel != null) {
      return channel;
    }
    return ServerSocketFactory.INSTANCE.openServerSocket(listener, address, backlog, receiveBuffer);
  }

  /** Closes what Kafka never asked for. */
  @Override
  public void close() throws IOException {
    for (ServerSocketChannel channel : bound.values()) {
      channel.close();
    }
    bound.clear();
  }

  private static ServerSocketChannel open(InetSocketAddress address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, BACKLOG);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static BrokerStartException refused(String host, int port, IOException cause) {
    if (port == 0 || !canListenOn(host)) {
      return new BrokerStartException(
          Reason.ADDRESS_UNUSABLE,
          "the broker cannot listen on " + host + ": it is not an address of this machine",
          cause);
    }
    String hint = port < FIRST_UNPRIVILEGED_PORT ? " or kept for privileged programs" : "";
    return new BrokerStartException(
        Reason.PORT_IN_USE,
        "port "
            + port
            + " on "
            + host
            + " is in use by another program"
            + hint
            + "; set kafka.port in the configuration to another port (0 picks a free one)",
        cause);
  }

  /** Tells a wrong host from a taken port without reading an error text. */
  private static boolean canListenOn(String host) {
    try (ServerSocketChannel probe = open(new InetSocketAddress(host, 0))) {
      return probe.isOpen();
    } catch (IOException e) {
      return false;
    }
  }
}
