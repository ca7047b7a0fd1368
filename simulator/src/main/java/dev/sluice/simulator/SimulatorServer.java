package dev.sluice.simulator;

import dev.sluice.simulator.bill.Bill;
import dev.sluice.simulator.bill.Prices;
import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.dialect.Dialect;
import dev.sluice.simulator.fault.FaultDraw;
import dev.sluice.simulator.playback.RecordingLibrary;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running simulator. Starting and closing block the caller; neither may run on an event loop. */
public final class SimulatorServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SimulatorServer.class);
  private static final int PATIENCE_SECONDS = 30;

  private final Vertx vertx;
  private final String host;
  private final int port;

  private SimulatorServer(Vertx vertx, String host, int port) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
  }

  /**
   * Starts a simulator and returns once it answers.
   *
   * @throws IllegalStateException if the port cannot be bound
   * @throws IllegalArgumentException if a file in the playback folder is no recorded exchange
   */
  public static SimulatorServer start(SimulatorConfig config) {
    Shared shared = shared(config);
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(config.eventLoops())
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    AtomicInteger boundPort = new AtomicInteger();
    AtomicInteger number = new AtomicInteger();
    try {
      await(
          vertx.deployVerticle(
              () -> new SimulatorVerticle(config, shared, number.getAndIncrement(), boundPort),
              new DeploymentOptions().setInstances(config.eventLoops())));
    } catch (IllegalStateException e) {
      vertx.close();
      throw e;
    }
    LOG.atInfo()
        .addKeyValue("host", config.host())
        .addKeyValue("port", boundPort.get())
        .addKeyValue("recordings", shared.library().size())
        .log("simulator started");
    return new SimulatorServer(vertx, config.host(), boundPort.get());
  }

  private static Shared shared(SimulatorConfig config) {
    Prices prices = Prices.builtIn();
    Set<String> apis = Routes.ALL.stream().map(Dialect::api).collect(Collectors.toSet());
    RecordingLibrary library =
        config
            .playback()
            .folder()
            .map(folder -> RecordingLibrary.load(folder, apis, config.playback().strict()))
            .orElseGet(RecordingLibrary::empty);
    return new Shared(
        new Bill(prices, config.billEntries()),
        prices,
        new Tokenizer(config.lettersPerToken()),
        library,
        new FaultDraw(),
        new Shared.Start(
            config.behaviour(),
            config.playback().folder().isPresent(),
            System.currentTimeMillis()));
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the simulator could not start or stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the simulator started or stopped", e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Where it is, for example {@code http://127.0.0.1:40123}; the API paths come after. */
  public String url() {
    return "http://" + host + ":" + port;
  }

  /** Closes all connections; calls in progress are given up. */
  @Override
  public void close() {
    await(vertx.close());
    LOG.atInfo().addKeyValue("port", port).log("simulator stopped");
  }
}
