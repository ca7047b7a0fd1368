package dev.sluice.launcher.assembly;

import dev.sluice.schemas.config.AdminKey;
import dev.sluice.schemas.config.AdminRole;
import dev.sluice.schemas.config.BrokerSettings;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole gateway in one process: broker, registry, simulator and every role. What others stand
 * on is started first and stopped last; of the roles the ingress stops first. With an external
 * Kafka in the file, only the roles.
 */
public final class AllInOne implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AllInOne.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /** Name of the admin key that the first start makes. */
  private static final String FIRST_ADMIN = "first";

  /** Of the built-in simulator: it is a stand-in to try things with, not a ledger. */
  private static final int SIMULATOR_BILL_ENTRIES = 20_000;

  private final Deque<AutoCloseable> toClose;
  private final Connection connection;
  private final Optional<FirstKey> firstKey;
  private final Optional<FirstKey> adminKey;
  private final String url;
  private final List<StartedRole> onThePath;
  private final StreamsBeside beside;
  private final Optional<String> simulatorUrl;

  private AllInOne(
      SluiceFile file, Map<String, String> environment, Path data, Deque<AutoCloseable> toClose)
      throws InterruptedException {
    this.toClose = toClose;
    try (ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<SimulatorServer>> simulator = aside.submit(() -> simulator(file));
      try {
        connection = connect(file, environment, data);
      } finally {
        simulatorUrl = started(simulator).map(SimulatorServer::url);
      }
    }
    firstKey =
        file.objects().projects().stream().allMatch(project -> project.keys().isEmpty())
            ? Optional.of(FirstKey.in(data))
            : Optional.empty();
    adminKey =
        firstKey.isPresent() && file.objects().adminKeys().isEmpty()
            ? Optional.of(FirstKey.admin(data))
            : Optional.empty();
    RoleStarter starter = new RoleStarter(file, environment, connection, data, true);
    starter.createTopics();
    beside = keep(new StreamsBeside());
    onThePath = startAll(starter, () -> publish(objects(file)));
    for (StartedRole role : onThePath) {
      role.awaitReady(START_TIMEOUT);
    }
    url = starter.callerUrl();
    beside.start(List.of(starter::costStream, starter::observabilityStream), START_TIMEOUT);
  }

  private Optional<SimulatorServer> simulator(SluiceFile file) {
    return file.simulator().enabled()
        ? Optional.of(simulator(file.server().host(), file.simulator().port()))
        : Optional.empty();
  }

  private Optional<SimulatorServer> started(Future<Optional<SimulatorServer>> simulator)
      throws InterruptedException {
    try {
      Optional<SimulatorServer> server = simulator.get();
      server.ifPresent(toClose::addLast); // it stops last
      return server;
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  private Connection connect(SluiceFile file, Map<String, String> environment, Path data) {
    return switch (file.broker().place()) {
      case BrokerSettings.Embedded embedded -> {
        LocalKafka kafka =
            keep(
                LocalKafka.start(
                    data, file.server().host(), embedded.port(), embedded.registryPort()));
        yield Connection.of(file, environment, kafka.bootstrapServers(), kafka.registryUrl());
      }
      case BrokerSettings.External external -> Connection.of(file, environment);
    };
  }

  /**
   * Starts everything and returns when requests are served. The streams beside the path start then;
   * see {@link #awaitAll}.
   *
   * @param data folder for all state; made where missing
   * @throws StartFailure if a role cannot start
   * @throws dev.sluice.launcher.broker.BrokerStartException if the broker cannot
   */
  public static AllInOne start(SluiceFile file, Map<String, String> environment, Path data)
      throws InterruptedException {
    Deque<AutoCloseable> started = new ArrayDeque<>();
    try {
      return new AllInOne(file, environment, data, started);
    } catch (RuntimeException | InterruptedException e) {
      closeAll(started);
      throw e;
    }
  }

  private static SimulatorServer simulator(String host, int port) {
    try {
      return SimulatorServer.start(
          SimulatorConfig.defaults()
              .withAddress(host, port)
              .withEventLoops(1)
              .withBillEntries(SIMULATOR_BILL_ENTRIES));
    } catch (IllegalStateException e) {
      throw new StartFailure(
          "the simulator cannot listen on "
              + host
              + ":"
              + port
              + "; stop what uses it, set simulator.port in the configuration to another port (0"
              + " picks a free one), or switch it off with simulator.enabled: false",
          e);
    }
  }

  /**
   * The roles of the path start side by side: each waits for Kafka, and none for another, but for
   * the ingress: it serves nobody until keys are in force. What the file says is sent meanwhile,
   * for the router to find.
   */
  private List<StartedRole> startAll(RoleStarter starter, Runnable publish)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> publishing = threads.submit(publish);
      List<Supplier<StartedRole>> starts =
          List.of(starter::ingress, starter::routerWorker, starter::providerWorkers);
      List<CompletableFuture<StartedRole>> futures =
          starts.stream().map(start -> CompletableFuture.supplyAsync(start, threads)).toList();
      List<StartedRole> roles = new ArrayList<>();
      RuntimeException failure = null;
      for (CompletableFuture<StartedRole> future : futures) {
        try {
          roles.add(future.join());
        } catch (CompletionException e) {
          failure = unchecked(e);
        }
      }
      // The ingress stops first: the streams that it lets end need all the others.
      roles.reversed().forEach(role -> toClose.push(role.closing()));
      if (failure != null) {
        publishing.cancel(true);
        throw failure;
      }
      publishing.get();
      return roles;
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(Exception e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("a part of the gateway did not start", e);
  }

  private List<ConfigObject> objects(SluiceFile file) {
    List<ConfigObject> objects =
        new ArrayList<>(
            simulatorUrl.isPresent()
                ? ConfigObjects.fromFile(file, URI.create(simulatorUrl.get() + "/v1"))
                : ConfigObjects.fromFile(file));
    // Before the virtual keys: with these the gateway is ready.
    adminKey.ifPresent(key ->
        objects.add(
            ConfigObjects.of(
                new AdminKey(
                    FIRST_ADMIN, VirtualKey.hashOf(key.text()), AdminRole.OWNER, List.of()))));
    firstKey.ifPresent(key -> {
      if (objects.stream()
          .noneMatch(o -> o.kind().equals("project") && o.name().equals(Project.DEFAULT))) {
        objects.add(ConfigObjects.of(new Project(Project.DEFAULT)));
      }
      objects.add(
          ConfigObjects.of(
              VirtualKey.of("first key", Project.DEFAULT, VirtualKey.hashOf(key.text()))));
    });
    return objects;
  }

  private void publish(List<ConfigObject> objects) {
    ConfigPublisher.Outcome outcome =
        new ConfigPublisher(connection).publish(objects, "file", "sluice up", START_TIMEOUT);
    switch (outcome) {
      case ConfigPublisher.Outcome.Applied applied ->
          LOG.atInfo().addKeyValue("changed", applied.changed()).log("configuration is in force");
      case ConfigPublisher.Outcome.Refused refused ->
          throw new StartFailure(
              "the router refused the configuration:\n" + String.join("\n", refused.reasons()));
      case ConfigPublisher.Outcome.NoAnswer noAnswer ->
          throw new StartFailure(
              "the router did not take the configuration within "
                  + START_TIMEOUT.toSeconds()
                  + " s ("
                  + noAnswer.open()
                  + " objects open)");
    }
  }

  private <T extends AutoCloseable> T keep(T started) {
    toClose.push(started);
    return started;
  }

  /** Where callers go, version part included. */
  public String url() {
    return url;
  }

  /** Where operators go. */
  public String adminUrl() {
    return onThePath.getFirst().adminUrl();
  }

  /**
   * The admin ports of all roles, that of {@link #adminUrl()} first. Waits for {@link #awaitAll}.
   */
  public List<String> adminUrls() {
    return Stream.concat(onThePath.stream(), beside.await().stream())
        .map(StartedRole::adminUrl)
        .toList();
  }

  /** Ends when the streams beside the path are ready; fails where one of them cannot start. */
  public CompletableFuture<?> beside() {
    return beside.started();
  }

  /**
   * Waits until the streams beside the path are ready, too.
   *
   * @throws StartFailure if one of them cannot start
   */
  public void awaitAll() {
    beside.await();
  }

  /** Root of the built-in simulator, empty where it is switched off. */
  public Optional<String> simulatorUrl() {
    return simulatorUrl;
  }

  public Connection connection() {
    return connection;
  }

  /** The key of the default project, empty where the file names projects. */
  public Optional<FirstKey> firstKey() {
    return firstKey;
  }

  /** The admin key of the owner, empty where the file names keys of either kind. */
  public Optional<FirstKey> adminKey() {
    return adminKey;
  }

  /** Stops in reverse order; one that fails does not keep the others from stopping. */
  @Override
  public void close() {
    closeAll(toClose);
  }

  private static void closeAll(Deque<AutoCloseable> toClose) {
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("a part did not stop cleanly");
      }
    }
  }
}
