package dev.sluice.proofs.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.launcher.assembly.LocalKafka;
import dev.sluice.schemas.kafka.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot be says what stands in its way, where, and what to do; it exits with 1. */
@Tag("broker")
class BadStartIT {
  private static final String NOBODY = "127.0.0.1:1";
  @TempDir static Path folder;
  private static LocalKafka kafka;
  private static CompletableFuture<Commands.Result> roleWithoutKafka;
  private static CompletableFuture<Commands.Result> commandWithoutKafka;

  @BeforeAll
  static void start() throws IOException {
    // These wait for a Kafka that never comes; the other tests run meanwhile.
    String file = file("nobody", external(NOBODY, "http://127.0.0.1:1", "a."), 0, 0);
    roleWithoutKafka =
        CompletableFuture.supplyAsync(() -> run("router-worker", file, "nobody-state"));
    commandWithoutKafka =
        CompletableFuture.supplyAsync(() -> Commands.run("topics", "list", "-f", file));
    kafka = LocalKafka.start(folder.resolve("kafka"), "127.0.0.1", 0, 0);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void shouldNameThePortOfTheBrokerThatIsInUse() throws IOException {
    try (ServerSocket taken = taken()) {
      int port = taken.getLocalPort();
      String file = file("port", "{ embedded: true, port: " + port + " }", 0, 0);
      refused(up(file, "port-data"), "port " + port, "127.0.0.1 is in use", "set kafka.port");
    }
  }

  @Test
  void shouldNameThePortOfTheRegistryThatIsInUse() throws IOException {
    try (ServerSocket taken = taken()) {
      int port = taken.getLocalPort();
      String file =
          file("registry", "{ embedded: true, port: 0, registry_port: " + port + " }", 0, 0);
      refused(
          up(file, "registry-data"),
          "registry",
          "port " + port,
          "in use",
          "set kafka.registry_port");
    }
  }

  @Test
  void shouldNameThePortOfTheSimulatorThatIsInUse() throws IOException {
    try (ServerSocket taken = taken()) {
      int port = taken.getLocalPort();
      Path file =
          Files.writeString(
              folder.resolve("simulator.yaml"),
              "kafka: { port: 0, registry_port: 0 }\nsimulator: { port: " + port + " }\n");
      refused(
          up(file.toString(), "simulator-data"),
          "simulator",
          "127.0.0.1:" + port,
          "set simulator.port");
    }
  }

  @Test
  void shouldNameThePortForCallersThatIsInUse() throws IOException {
    try (ServerSocket taken = taken()) {
      int port = taken.getLocalPort();
      String file = file("callers", here("callers."), port, 0);
      refused(
          run("ingress", file, "callers-state"),
          "ingress cannot start",
          "127.0.0.1:" + port + " for callers",
          "set server.port");
    }
  }

  @Test
  void shouldNameThePortForOperatorsThatIsInUse() throws IOException {
    try (ServerSocket taken = taken()) {
      int port = taken.getLocalPort();
      String file = file("operators", here("operators."), 0, port);
      for (String role :
          List.of(
              "ingress",
              "router-worker",
              "provider-workers",
              "cost-stream",
              "observability-stream")) {
        refused(
            run(role, file, "operators-state"),
            role + " cannot start",
            "127.0.0.1:" + port + " for operators",
            "set server.admin_port");
      }
    }
  }

  @Test
  void shouldSayThatTheDataFolderIsInUse() throws IOException {
    String file = file("in-use", "{ embedded: true, port: 0, registry_port: 0 }", 0, 0);
    refused(
        up(file, "kafka"),
        "data folder " + folder.resolve("kafka"),
        "is in use",
        "stop that one",
        "another data folder");
  }

  @Test
  void shouldSayThatTheDataFolderIsOfANewerVersion() throws IOException {
    Path newer = Files.createDirectories(folder.resolve("newer"));
    Files.writeString(newer.resolve("sluice-data.version"), "7\n");
    String file = file("newer", "{ embedded: true, port: 0, registry_port: 0 }", 0, 0);
    refused(
        up(file, "newer"),
        "data folder " + newer,
        "newer Sluice (format 7, this one reads up to 1)",
        "start that version");
  }

  @Test
  void shouldSayThatTheDataFolderIsDamaged() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("sluice-data.version"), "one\n");
    String file = file("damaged", "{ embedded: true, port: 0, registry_port: 0 }", 0, 0);
    refused(
        up(file, "damaged"),
        "data folder " + damaged,
        "does not hold a format version",
        "another data folder");
  }

  @Test
  void shouldSayThatTheDataFolderIsNoFolder() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "x");
    String file = file("plain-file", "{ embedded: true, port: 0, registry_port: 0 }", 0, 0);
    refused(
        up(file, "plain"), "data folder " + plain, "cannot be used", "that this user may write to");
  }

  @Test
  void shouldSayThatTheBrokerIsTooOld() throws IOException {
    try (OldBroker old = OldBroker.start()) {
      String file = file("old", external(old.address(), kafka.registryUrl(), "old."), 0, 0);
      refused(
          run("cost-stream", file, "old-state"),
          "Kafka at " + old.address(),
          "is too old",
          "metadata level is 21",
          "needs Kafka 4.2",
          "upgrade the brokers");
    }
  }

  @Test
  void shouldSayThatPartitionCountsDiffer() throws Exception {
    try (Admin admin =
        new KafkaSettings(kafka.bootstrapServers(), kafka.registryUrl(), Map.of()).admin("test")) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("unequal.requests", 3, (short) 1),
                  new NewTopic("unequal.decisions", 5, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    String file = file("unequal", here("unequal."), 0, 0);
    refused(
        run("router-worker", file, "unequal-state"),
        "differ in their partition counts at " + kafka.bootstrapServers(),
        "unequal.requests has 3",
        "unequal.decisions has 5",
        "delete those");
  }

  @Test
  void shouldListTheProblemsOfTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "server: { prot: 1, port: x }\n");
    refused(
        run("ingress", file.toString(), "bad-state"),
        "the configuration has 2 problems",
        "bad.yaml:1:11",
        "bad.yaml:1:26",
        "did you mean 'port'?");
  }

  @Test
  void shouldSayThatKafkaDoesNotAnswer() {
    refused(
        roleWithoutKafka.join(),
        "Kafka at " + NOBODY,
        "does not answer",
        "start Kafka there",
        "kafka.bootstrap_servers");
    refused(
        commandWithoutKafka.join(),
        "Kafka at " + NOBODY,
        "does not answer",
        "name another one with --config");
  }

  private static void refused(Commands.Result result, String... words) {
    assertThat(result.text()).startsWith("sluice: ").contains(words);
    assertThat(result.text()).doesNotContain("\tat ", "Exception: java");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  private static Commands.Result up(String file, String data) {
    return Commands.run("up", "-f", file, "--data", folder.resolve(data).toString());
  }

  private static Commands.Result run(String role, String file, String state) {
    return Commands.run(role, "-f", file, "--state", folder.resolve(state).toString());
  }

  private static String here(String prefix) {
    return external(kafka.bootstrapServers(), kafka.registryUrl(), prefix);
  }

  private static String external(String servers, String registry, String prefix) {
    return "{ bootstrap_servers: \"%s\", schema_registry: \"%s\", topic_prefix: \"%s\", partitions: 2 }"
        .formatted(servers, registry, prefix);
  }

  private static String file(String name, String kafka, int port, int adminPort)
      throws IOException {
    return Files.writeString(
            folder.resolve(name + ".yaml"),
            "server: { port: %d, admin_port: %d }\nkafka: %s\nsimulator: { enabled: false }\n"
                .formatted(port, adminPort, kafka))
        .toString();
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
