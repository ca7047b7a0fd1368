package dev.sluice.proofs.gateway;

import dev.sluice.launcher.assembly.ConfigPublisher;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.StartFailure;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.process.FreePorts;
import dev.sluice.proofs.process.SluiceProcess;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.SluiceFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A broker and each role as a process of its own: some ingresses and routers, two provider workers.
 * Each member keeps its port and its state folder over restarts.
 */
public final class RoleCluster implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(90);
  private final Path folder;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String simulatorUrl;
  private final int kafkaPort;
  private final int registryPort;
  private Connection connection;

  private record Place(String command, int port, int adminPort) {}

  /** One process of the cluster; {@code process} changes when it is restarted. */
  public final class Member {
    private final String name;
    private final Place place;
    private SluiceProcess process;

    private Member(String name, Place place) throws IOException {
      this.name = name;
      this.place = place;
      this.process = launch();
    }

    public String name() {
      return name;
    }

    public SluiceProcess process() {
      return process;
    }

    /** Where callers go; for an ingress. */
    public String url() {
      return "http://127.0.0.1:" + place.port + "/v1";
    }

    /** Where operators go. */
    public String adminUrl() {
      return "http://127.0.0.1:" + place.adminPort;
    }

    /** Starts it again as {@link UncheckedRouterMain}; it must be dead, and a router. */
    public void restartUnchecked() throws IOException {
      process =
          SluiceProcess.start(
              name,
              folder,
              GatewayFile.ENVIRONMENT,
              UncheckedRouterMain.class.getName(),
              List.of(
                  folder.resolve(name + ".yaml").toString(),
                  folder.resolve("state-" + name).toString()));
    }

    /** Starts it again on the same state; it must be dead. */
    public void restart() throws IOException {
      process = launch();
    }

    private SluiceProcess launch() throws IOException {
      if (place.command.equals("broker")) {
        return SluiceProcess.start(
            name,
            folder,
            Map.of(),
            List.of(
                "broker",
                "--data",
                folder.resolve("kafka").toString(),
                "--port",
                Integer.toString(kafkaPort),
                "--registry-port",
                Integer.toString(registryPort)));
      }
      Path file = folder.resolve(name + ".yaml");
      Files.writeString(
          file,
          new GatewayFile(
                  simulatorUrl,
                  kafka(),
                  "{ port: %d, admin_port: %d, drain_timeout: 2s }"
                      .formatted(place.port, place.adminPort))
              .text());
      return SluiceProcess.start(
          name,
          folder,
          GatewayFile.ENVIRONMENT,
          List.of(
              place.command,
              "--config",
              file.toString(),
              "--state",
              folder.resolve("state-" + name).toString()));
    }

    /** Whether it says that it can do its work. */
    public boolean ready() {
      if (place.command.equals("broker")) {
        return answers("http://127.0.0.1:" + registryPort + "/subjects");
      }
      return answers("http://127.0.0.1:" + place.adminPort + "/readyz");
    }

    /** Waits until it is ready. */
    public void awaitReady() throws InterruptedException, IOException {
      if (!Waiting.until(READY, this::ready)) {
        throw new StartFailure(name + " is not ready; it printed:\n" + tail(process.output()));
      }
    }
  }

  private RoleCluster(Path folder, String simulatorUrl) throws IOException {
    this.folder = folder;
    this.simulatorUrl = simulatorUrl;
    List<Integer> ports = FreePorts.pick(2);
    this.kafkaPort = ports.get(0);
    this.registryPort = ports.get(1);
    SluiceFile file = file();
    this.connection = Connection.of(file, GatewayFile.ENVIRONMENT);
  }

  /**
   * Starts everything and returns when all are ready.
   *
   * @param routers how many router processes
   */
  public static RoleCluster start(Path folder, String simulatorUrl, int routers)
      throws IOException, InterruptedException {
    return start(folder, simulatorUrl, routers, 2);
  }

  /**
   * Starts everything and returns when all are ready.
   *
   * @param routers how many router processes
   * @param ingresses how many ingress processes
   */
  public static RoleCluster start(Path folder, String simulatorUrl, int routers, int ingresses)
      throws IOException, InterruptedException {
    RoleCluster cluster = new RoleCluster(folder, simulatorUrl);
    try {
      cluster.run(routers, ingresses);
      return cluster;
    } catch (IOException | RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  private void run(int routers, int ingresses) throws IOException, InterruptedException {
    add("broker", "broker").awaitReady();
    for (int i = 1; i <= routers; i++) {
      add("router-" + i, "router-worker");
    }
    for (int i = 1; i <= ingresses; i++) {
      add("ingress-" + i, "ingress");
    }
    add("worker-1", "provider-workers");
    add("worker-2", "provider-workers");
    add("cost-1", "cost-stream");
    add("observability-1", "observability-stream");
    publish(ConfigObjects.fromFile(file()));
    for (Member member : members.values()) {
      member.awaitReady();
    }
  }

  /** Puts these objects into the configuration. */
  public void publish(List<ConfigObject> objects) {
    ConfigPublisher.Outcome outcome =
        new ConfigPublisher(connection).publish(objects, "file", "proof", READY);
    if (!(outcome instanceof ConfigPublisher.Outcome.Applied)) {
      throw new StartFailure("the configuration was not applied: " + outcome);
    }
  }

  /** Names of all members. */
  public List<String> names() {
    return List.copyOf(members.keySet());
  }

  private Member add(String name, String command) throws IOException {
    List<Integer> ports = FreePorts.pick(2);
    Member member = new Member(name, new Place(command, ports.get(0), ports.get(1)));
    members.put(name, member);
    return member;
  }

  /** The member of this name. */
  public Member member(String name) {
    Member member = members.get(name);
    if (member == null) {
      throw new IllegalArgumentException("no member is called " + name);
    }
    return member;
  }

  public Connection connection() {
    return connection;
  }

  private SluiceFile file() {
    return LocalGateway.load(
        new GatewayFile(simulatorUrl, kafka(), "{ port: 0, admin_port: 0 }").text());
  }

  private String kafka() {
    return "{ bootstrap_servers: \"127.0.0.1:%d\", schema_registry: \"http://127.0.0.1:%d\", partitions: 6 }"
        .formatted(kafkaPort, registryPort);
  }

  private boolean answers(String url) {
    try {
      return http.send(
                  HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(2)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String tail(String output) {
    return output.length() <= 4000 ? output : output.substring(output.length() - 4000);
  }

  @Override
  public void close() {
    for (Member member : members.values().stream().toList().reversed()) {
      try {
        member.process.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    http.shutdownNow();
  }
}
