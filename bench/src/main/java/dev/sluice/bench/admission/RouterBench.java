package dev.sluice.bench.admission;

import dev.sluice.bench.process.ChildProcess;
import dev.sluice.launcher.assembly.ConfigPublisher;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.SluiceFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A broker and a router as processes of their own, with the configuration in force. */
final class RouterBench implements AutoCloseable {
  private static final Pattern BROKER_READY =
      Pattern.compile("broker ready on (\\S+), registry on (\\S+)");
  private static final Pattern ROUTER_READY = Pattern.compile("ready on (http://\\S+)");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** As the {@code sluice} script starts a role. */
  private static final List<String> JVM =
      List.of(
          "-XX:+UseParallelGC",
          "-XX:NewSize=64m",
          "-XX:NewRatio=7",
          "-XX:+UseCompactObjectHeaders",
          "-Xss512k",
          "-XX:MaxRAMPercentage=25",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dlogback.configurationFile=logback-sluice.xml");

  private final Path scratch;
  private final String name;
  private final List<String> moreOptions;
  private final ChildProcess broker;
  private final String bootstrap;
  private final String registry;
  private final Connection connection;
  private final HttpClient http = HttpClient.newHttpClient();
  private ChildProcess router;
  private String admin = "";

  private RouterBench(
      Path scratch,
      String name,
      List<String> moreOptions,
      ChildProcess broker,
      Matcher addresses,
      ChildProcess router) {
    this.scratch = scratch;
    this.name = name;
    this.moreOptions = moreOptions;
    this.broker = broker;
    this.bootstrap = addresses.group(1);
    this.registry = addresses.group(2);
    this.connection = AdmissionFile.connection(AdmissionFile.of(bootstrap, registry));
    this.router = router;
  }

  /**
   * Starts both and puts the configuration in force.
   *
   * @param name of data and logs, new
   * @param moreOptions for the router's JVM
   */
  static RouterBench start(
      Path script, Path app, Path scratch, String name, List<String> moreOptions)
      throws InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SLUICE_APP", app.toString());
    ChildProcess broker =
        ChildProcess.start(
            name + "-broker",
            List.of(
                script.toString(),
                "broker",
                "--data",
                scratch.resolve(name + "-kafka").toString(),
                "--port",
                "0",
                "--registry-port",
                "0"),
            environment,
            scratch);
    try {
      Matcher addresses = ready(broker, BROKER_READY);
      RouterBench bench =
          new RouterBench(
              scratch,
              name,
              moreOptions,
              broker,
              addresses,
              launch(scratch, name, moreOptions, addresses.group(1), addresses.group(2)));
      bench.configure();
      return bench;
    } catch (RuntimeException | InterruptedException e) {
      broker.close();
      throw e;
    }
  }

  private static ChildProcess launch(
      Path scratch, String name, List<String> moreOptions, String bootstrap, String registry) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(moreOptions);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            AdmissionRouterMain.class.getName(),
            bootstrap,
            registry,
            scratch.resolve(name + "-state").toString()));
    return ChildProcess.start(name + "-router", command, Map.of(), scratch);
  }

  private static Matcher ready(ChildProcess process, Pattern sign) throws InterruptedException {
    return switch (process.await(sign, PATIENCE)) {
      case ChildProcess.Outcome.Ready ready -> ready.sign();
      case ChildProcess.Outcome.NotReady notReady ->
          throw new IllegalStateException(notReady.why());
    };
  }

  private void configure() {
    SluiceFile file = AdmissionFile.of(bootstrap, registry);
    ConfigPublisher.Outcome outcome =
        new ConfigPublisher(connection)
            .publish(ConfigObjects.fromFile(file), "file", "bench", PATIENCE);
    if (!(outcome instanceof ConfigPublisher.Outcome.Applied)) {
      throw new IllegalStateException("the configuration was not applied: " + outcome);
    }
  }

  /** Waits until the router runs. */
  void awaitRouter() throws InterruptedException {
    admin = ready(router, ROUTER_READY).group(1);
  }

  /** Ends the router. */
  void stopRouter() {
    router.close();
  }

  /** Starts it again on what lies in its topics. */
  void startRouter() throws InterruptedException {
    router = launch(scratch, name, moreOptions, bootstrap, registry);
    awaitRouter();
  }

  Connection connection() {
    return connection;
  }

  List<Long> pids() {
    return List.of(broker.pid(), router.pid());
  }

  /** A figure of the router's metrics page; 0 where it is not there. */
  double metric(String metric) {
    try {
      String page =
          http.send(
                  HttpRequest.newBuilder(URI.create(admin + "/metrics")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return page.lines()
          .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public void close() {
    router.close();
    broker.close();
    http.shutdownNow();
  }
}
