package dev.sluice.proofs.compose;

import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.process.SluiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The services of a compose file as processes of this machine. {@code sluice broker} stands in for
 * Kafka and the registry. What a container has for itself, a process gets by rule: ports of its own
 * ({@link HostNames}), a folder for {@code /var/lib/sluice}, the mounted files with local
 * addresses.
 */
final class LocalCompose implements AutoCloseable {
  private static final String STATE = "/var/lib/sluice";
  private static final int CALLER_PORT = 8080;
  private static final int ADMIN_PORT = 8090;
  private static final Duration BROKER_START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Path root;
  private final Path folder;
  private final HostNames hosts;
  private final Map<String, SluiceProcess> processes = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private LocalCompose(Path root, Path folder, HostNames hosts) {
    this.root = root;
    this.folder = folder;
    this.hosts = hosts;
  }

  /**
   * Starts the broker, and when it is there all of Sluice's own services at once.
   *
   * @param root folder of the compose file
   * @param folder for state and logs
   */
  static LocalCompose start(ComposeFile file, Path root, Path folder)
      throws IOException, InterruptedException {
    LocalCompose compose = new LocalCompose(root, folder, new HostNames(file));
    try {
      compose.startBroker();
      for (ComposeService service : file.services()) {
        if (service.builds()) {
          compose.start(service);
        }
      }
      return compose;
    } catch (IOException | RuntimeException | InterruptedException e) {
      compose.close();
      throw e;
    }
  }

  private void startBroker() throws IOException, InterruptedException {
    int registry = hosts.port("schema-registry", 8081);
    processes.put(
        "kafka",
        SluiceProcess.start(
            "kafka",
            folder,
            Map.of(),
            List.of(
                "broker",
                "--data",
                folder.resolve("kafka").toString(),
                "--port",
                Integer.toString(hosts.port("kafka", 9092)),
                "--registry-port",
                Integer.toString(registry))));
    if (!Waiting.until(
        BROKER_START, () -> answers("http://127.0.0.1:%d/subjects".formatted(registry)))) {
      throw new IllegalStateException("no broker; it printed:\n" + output("kafka"));
    }
  }

  private void start(ComposeService service) throws IOException {
    Path own = Files.createDirectories(folder.resolve(service.name()));
    Map<String, String> paths = new HashMap<>();
    for (Map.Entry<String, String> mount : service.mounted().entrySet()) {
      Path copy = own.resolve(Path.of(mount.getKey()).getFileName());
      Files.writeString(
          copy, hosts.local(Files.readString(root.resolve(mount.getValue()).normalize())));
      paths.put(mount.getKey(), copy.toString());
    }
    paths.put(STATE, own.resolve("state").toString());
    Map<String, String> environment = new HashMap<>();
    service.environment().forEach((name, value) -> environment.put(name, local(value, paths)));
    environment.put("SLUICE_SERVER_HOST", "127.0.0.1");
    environment.put(
        "SLUICE_SERVER_PORT", Integer.toString(hosts.port(service.name(), CALLER_PORT)));
    environment.put(
        "SLUICE_SERVER_ADMIN_PORT", Integer.toString(hosts.port(service.name(), ADMIN_PORT)));
    List<String> arguments = new ArrayList<>();
    for (String argument : service.command()) {
      boolean port = !arguments.isEmpty() && arguments.getLast().equals("--port");
      arguments.add(
          port
              ? Integer.toString(hosts.port(service.name(), Integer.parseInt(argument)))
              : local(argument, paths));
    }
    processes.put(
        service.name(), SluiceProcess.start(service.name(), folder, environment, arguments));
  }

  private String local(String text, Map<String, String> paths) {
    String local = hosts.local(text);
    for (Map.Entry<String, String> path : paths.entrySet()) {
      local = local.replace(path.getKey(), path.getValue());
    }
    return local;
  }

  /** Whether the role says that it can do its work. */
  boolean ready(ComposeService service) {
    return answers("http://127.0.0.1:%d/readyz".formatted(hosts.port(service.name(), ADMIN_PORT)));
  }

  /** Where callers go, version part included. */
  String url(ComposeService service) {
    return "http://127.0.0.1:%d/v1".formatted(hosts.port(service.name(), CALLER_PORT));
  }

  /** What a service has printed so far. */
  String output(String service) throws IOException {
    SluiceProcess process = processes.get(service);
    return process == null ? "" : process.output();
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

  /** Ends all by {@code SIGTERM} as Docker does: the roles at once, then the broker. */
  @Override
  public void close() throws InterruptedException {
    List<Thread> stops = new ArrayList<>();
    processes.forEach((name, process) -> {
      if (!name.equals("kafka")) {
        stops.add(Thread.startVirtualThread(() -> stop(process)));
      }
    });
    for (Thread stop : stops) {
      stop.join();
    }
    SluiceProcess kafka = processes.get("kafka");
    if (kafka != null) {
      stop(kafka);
    }
    http.shutdownNow();
  }

  private static void stop(SluiceProcess process) {
    try {
      process.stop(STOP);
      process.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
