package dev.sluice.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.launcher.broker.BrokerStartException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting again on the same data folder, and the starts that are refused. */
class EmbeddedBrokerRestartIT {

  /** Below the minute for which the controller would believe the killed run alive. */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(45);

  @TempDir Path data;

  @Test
  void shouldKeepRecordsWhenStartedAgain() throws Exception {
    List<String> values = values(20);
    try (var broker = EmbeddedBroker.start(EmbeddedBrokerConfig.on(data, 0))) {
      var clients = new BrokerClients(broker.bootstrapServers());
      clients.createTopic("kept", 2);
      clients.produce("kept", values);
    }

    try (var broker = EmbeddedBroker.start(EmbeddedBrokerConfig.on(data, 0))) {
      var clients = new BrokerClients(broker.bootstrapServers());
      assertThat(clients.readCommitted("kept")).containsExactlyInAnyOrderElementsOf(values);
      clients.produce("kept", List.of("more"));
      assertThat(clients.readCommitted("kept")).hasSize(values.size() + 1).contains("more");
    }
  }

  @Test
  void shouldKeepAcknowledgedRecordsWhenKilled() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    int port;
    try (var process = BrokerProcess.start(data, 0)) {
      port = process.port();
      var clients = new BrokerClients(process.bootstrapServers());
      clients.createTopic("survivors", 3);
      for (int round = 0; round < 5; round++) {
        List<String> values = values(200).stream().map(("round-" + round + "-")::concat).toList();
        clients.produce("survivors", values);
        acknowledged.addAll(values);
      }
      process.kill();
    }
    long killed = System.nanoTime();

    try (var process = BrokerProcess.start(data, port)) {
      Duration away = Duration.ofNanos(System.nanoTime() - killed);
      assertThat(process.port()).isEqualTo(port);
      assertThat(away).isLessThan(BACK_WITHIN);
      var clients = new BrokerClients(process.bootstrapServers());
      assertThat(clients.readCommitted("survivors"))
          .containsExactlyInAnyOrderElementsOf(acknowledged);
      clients.produce("survivors", List.of("after"));
      assertThat(clients.readCommitted("survivors")).contains("after");
      process.terminate();
    }
  }

  @Test
  void shouldKeepWhatAShareGroupAcknowledgedWhenKilled() throws Exception {
    Set<String> taken = new TreeSet<>();
    int port;
    try (var process = BrokerProcess.start(data, 0)) {
      port = process.port();
      var clients = new BrokerClients(process.bootstrapServers());
      clients.createTopic("dispatched", 1);
      clients.setGroup("workers", "share.auto.offset.reset", "earliest");
      clients.produce("dispatched", values(8));
      try (var consumer = clients.shareConsumer("workers")) {
        consumer.subscribe(List.of("dispatched"));
        takeUntil(consumer, taken, 4);
        process.kill();
        consumer.close(Duration.ofSeconds(1));
      }
    }

    Set<String> takenAfter = new TreeSet<>();
    try (var process = BrokerProcess.start(data, port);
        var consumer = new BrokerClients(process.bootstrapServers()).shareConsumer("workers")) {
      consumer.subscribe(List.of("dispatched"));
      takeUntil(consumer, takenAfter, values(8).size() - taken.size());
    }

    assertThat(takenAfter).doesNotContainAnyElementsOf(taken);
    assertThat(takenAfter.size() + taken.size()).isEqualTo(values(8).size());
  }

  @Test
  void shouldUnlockTheFolderWhenTerminated() throws Exception {
    try (var process = BrokerProcess.start(data, 0)) {
      process.terminate();
    }

    try (var broker = EmbeddedBroker.start(EmbeddedBrokerConfig.on(data, 0))) {
      assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
    }
  }

  @Test
  void shouldRefuseAFolderOfANewerSluice() throws Exception {
    Files.writeString(data.resolve("sluice-data.version"), "2\n");

    refuses(EmbeddedBrokerConfig.on(data, 0), Reason.DATA_FOLDER_NEWER)
        .contains("was written by a newer Sluice", data.toString());
    assertThat(data.resolve("broker")).doesNotExist();
  }

  @Test
  void shouldRefuseAFolderWithADamagedVersion() throws Exception {
    Files.writeString(data.resolve("sluice-data.version"), "one");

    refuses(EmbeddedBrokerConfig.on(data, 0), Reason.DATA_FOLDER_UNUSABLE)
        .contains("sluice-data.version");
  }

  @Test
  void shouldRefuseAFolderThatThisProcessHasOpen() {
    try (var broker = EmbeddedBroker.start(EmbeddedBrokerConfig.on(data, 0))) {
      assertThat(broker.bootstrapServers()).isNotEmpty();
      refuses(EmbeddedBrokerConfig.on(data, 0), Reason.DATA_FOLDER_IN_USE)
          .contains("is in use", data.toString());
    }
  }

  @Test
  void shouldRefuseAFolderThatAnotherProcessHasOpen() throws Exception {
    try (var process = BrokerProcess.start(data, 0)) {
      refuses(EmbeddedBrokerConfig.on(data, 0), Reason.DATA_FOLDER_IN_USE)
          .contains("is in use", data.toString());
      process.kill();
    }
  }

  @Test
  void shouldRefuseAPortInUseAndUnlockTheFolder() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();

      refuses(EmbeddedBrokerConfig.on(data, port), Reason.PORT_IN_USE)
          .contains("port " + port, "kafka.port");
    }

    DataFolder.open(data).close();
  }

  @Test
  void shouldRefuseAnAddressOfAnotherMachine() {
    refuses(new EmbeddedBrokerConfig(data, "192.0.2.1", 0, 0, Map.of()), Reason.ADDRESS_UNUSABLE)
        .contains("192.0.2.1");
  }

  @Test
  void shouldReportAPropertyThatKafkaRefuses() {
    refuses(
            new EmbeddedBrokerConfig(
                data, "127.0.0.1", 0, 0, Map.of("log.cleaner.dedupe.buffer.size", "1024")),
            Reason.KAFKA_FAILED)
        .contains("log.cleaner.dedupe.buffer.size");

    DataFolder.open(data).close();
  }

  private static AbstractStringAssert<?> refuses(EmbeddedBrokerConfig config, Reason reason) {
    return assertThatThrownBy(() -> EmbeddedBroker.start(config).close())
        .asInstanceOf(InstanceOfAssertFactories.type(BrokerStartException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .extracting(BrokerStartException::getMessage, InstanceOfAssertFactories.STRING);
  }

  private static void takeUntil(
      KafkaShareConsumer<String, String> consumer, Set<String> taken, int count) {
    Awaitility.await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(40))
        .until(() -> {
          for (var read : consumer.poll(Duration.ofMillis(200))) {
            consumer.acknowledge(read, AcknowledgeType.ACCEPT);
            taken.add(read.value());
          }
          consumer.commitSync();
          return taken.size() >= count;
        });
  }

  private static List<String> values(int count) {
    return IntStream.range(0, count).mapToObj(i -> "value-" + i).toList();
  }
}
