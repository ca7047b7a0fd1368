package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.KafkaNeeds;
import dev.sluice.schemas.config.BrokerSettings;
import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicCreation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice doctor}: looks at everything that a start needs, and says what to do. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Checks the JDK, ports, Kafka, the registry, providers and the disk.")
public final class DoctorCommand implements Callable<Integer> {
  private static final long LEAST_FREE_BYTES = 2L << 30;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--data", paramLabel = "DIR", description = "Data folder.")
  private Path data = Path.of("sluice-data");

  private final List<String> remedies = new ArrayList<>();

  @Override
  public Integer call() {
    say("jdk", Runtime.version().feature() >= 25, Runtime.version().toString(), "install a JDK 25");
    disk();
    LoadOutcome outcome = config.outcome(System.getenv(), EnumSet.allOf(Role.class));
    switch (outcome) {
      case LoadOutcome.Invalid invalid ->
          say("config", false, invalid.problems().size() + " problems", invalid.report());
      case LoadOutcome.Loaded loaded -> {
        say("config", true, "good", "");
        gateway(loaded.file());
      }
    }
    remedies.forEach(System.out::println);
    return remedies.isEmpty() ? 0 : 1;
  }

  private void gateway(SluiceFile file) {
    Connection connection = Connection.of(file, System.getenv());
    boolean running = kafka(connection);
    registry(connection, running);
    if (!running && file.broker().place() instanceof BrokerSettings.Embedded embedded) {
      System.out.println("  note      nothing runs here; these ports are for sluice up");
      remedies.removeIf(line -> line.contains("kafka") || line.contains("registry"));
      port("kafka", embedded.port());
      port("registry", embedded.registryPort());
      port("callers", file.server().port());
      port("admin", file.server().adminPort());
    }
    file.objects().providers().forEach(settings -> provider(settings.provider().baseUrl()));
  }

  private boolean kafka(Connection connection) {
    Map<String, Object> properties = connection.kafka().common("sluice-doctor");
    properties.put("default.api.timeout.ms", 4000);
    properties.put("request.timeout.ms", 3000);
    try (Admin admin = Admin.create(properties)) {
      FeatureMetadata features = get(admin.describeFeatures().featureMetadata());
      say("kafka", true, connection.kafka().bootstrapServers(), "");
      int level = KafkaNeeds.metadataLevel(features);
      say(
          "version",
          level >= KafkaNeeds.OLDEST_METADATA_LEVEL,
          "metadata level " + level,
          KafkaNeeds.UPGRADE);
      boolean share =
          features.finalizedFeatures().containsKey("share.version")
              && features.finalizedFeatures().get("share.version").maxVersionLevel() >= 1;
      say(
          "share",
          share,
          share ? "share groups are on" : "share groups are off",
          "kafka-features upgrade --feature share.version=1");
      messageSize(admin, connection);
      partitions(admin, connection);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      say(
          "kafka",
          false,
          connection.kafka().bootstrapServers() + " does not answer",
          "start Kafka, or name another one in the section kafka");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void messageSize(Admin admin, Connection connection)
      throws ExecutionException, TimeoutException, InterruptedException {
    String broker = Integer.toString(get(admin.describeCluster().nodes()).iterator().next().id());
    ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
    Config settings =
        get(admin.describeConfigs(List.of(resource)).values().values().iterator().next());
    int needed = connection.topics().sizing().maxMessageBytes();
    int allowed = Integer.parseInt(settings.get("replica.fetch.max.bytes").value());
    say(
        "messages",
        allowed >= needed,
        allowed + " bytes, " + needed + " needed",
        "set replica.fetch.max.bytes of the brokers to at least " + needed);
  }

  private void partitions(Admin admin, Connection connection) {
    Map<String, Integer> counts =
        TopicCreation.partitionCounts(
            admin, connection.topics().coPartitioned().stream().map(Topic::name).toList());
    String unequal = TopicCreation.unequalCounts(counts);
    say(
        "topics",
        unequal.isEmpty(),
        counts.isEmpty() ? "none yet" : unequal.isEmpty() ? "co-partitioned" : unequal,
        "the topics that the router reads by account need one partition count; make them anew");
  }

  private void registry(Connection connection, boolean running) {
    String url = connection.kafka().registryUrl();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      int status =
          http.send(
                  HttpRequest.newBuilder(URI.create(url + "/subjects"))
                      .timeout(Duration.ofSeconds(3))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      say("registry", status == 200, url + " answers " + status, "check kafka.schema_registry");
    } catch (IOException e) {
      say(
          "registry",
          false,
          url + " does not answer",
          running ? "start a schema registry there" : "it starts with sluice up");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void provider(URI baseUrl) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build()) {
      int status =
          http.send(
                  HttpRequest.newBuilder(baseUrl).timeout(Duration.ofSeconds(5)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      say("provider", true, baseUrl + " answers (" + status + " without a credential)", "");
    } catch (IOException e) {
      say(
          "provider",
          false,
          baseUrl + " cannot be reached",
          "check base_url and the way out of this network");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void port(String what, int port) {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      say("port", true, socket.getLocalPort() + " (" + what + ") is free", "");
    } catch (IOException e) {
      say(
          "port",
          false,
          port + " (" + what + ") is in use",
          "stop what uses port " + port + ", or set another one in sluice.yaml");
    }
  }

  private void disk() {
    Path there = data.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    long free = there.toFile().getUsableSpace();
    say(
        "disk",
        free >= LEAST_FREE_BYTES,
        (free >> 20) + " MiB free at " + there,
        "free some space, or choose another folder with --data");
  }

  private void say(String what, boolean well, String found, String remedy) {
    System.out.printf("  %-9s %-4s %s%n", what, well ? "ok" : "BAD", found);
    if (!well) {
      remedies.add("-> " + what + ": " + remedy);
    }
  }

  private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(5, TimeUnit.SECONDS);
  }
}
