package dev.sluice.launcher.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The embedded broker alone in a process, for those who want to stop, kill or measure it apart from
 * the roles: {@code EmbeddedBrokerMain --data DIR [--port N] [--host H]}.
 *
 * <p>Prints {@code broker ready on host:port} when it serves clients. SIGTERM stops it cleanly.
 * Ends with 1 if it could not start, 2 if the arguments are wrong.
 */
public final class EmbeddedBrokerMain {

  private static final int EXIT_NOT_STARTED = 1;
  private static final int EXIT_USAGE = 2;
  private static final String USAGE = "usage: EmbeddedBrokerMain --data DIR [--port N] [--host H]";

  private EmbeddedBrokerMain() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedBrokerConfig config;
    try {
      config = parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(EXIT_USAGE);
      return;
    }
    EmbeddedBroker broker;
    try {
      broker = EmbeddedBroker.start(config);
    } catch (BrokerStartException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_NOT_STARTED);
      return;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  broker.close();
                  stopped.countDown();
                },
                "broker-stop"));
    System.out.println("broker ready on " + broker.bootstrapServers());
    System.out.flush();
    stopped.await();
  }

  private static EmbeddedBrokerConfig parse(String[] args) {
    String data = "";
    String host = EmbeddedBrokerConfig.LOOPBACK;
    int port = 0;
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException("each option needs a value");
    }
    for (int i = 0; i < args.length; i += 2) {
      String value = args[i + 1];
      switch (args[i]) {
        case "--data" -> data = value;
        case "--host" -> host = value;
        case "--port" -> port = Integer.parseInt(value);
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    if (data.isEmpty()) {
      throw new IllegalArgumentException("--data is missing");
    }
    return new EmbeddedBrokerConfig(Path.of(data), host, port, 0, Map.of());
  }
}
