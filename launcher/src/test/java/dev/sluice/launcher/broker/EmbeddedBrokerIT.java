package dev.sluice.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a role needs of a broker, asked of the embedded one. */
class EmbeddedBrokerIT {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final short ONE = 1;
  private static final short TWO = 2;

  @TempDir static Path data;
  private static EmbeddedBroker broker;
  private static BrokerClients clients;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(EmbeddedBrokerConfig.on(data, 0));
    clients = new BrokerClients(broker.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void shouldReturnWhatWasProduced() throws Exception {
    clients.createTopic("plain", 3);
    List<String> values = values(50);

    clients.produce("plain", values);

    assertThat(clients.readCommitted("plain")).containsExactlyInAnyOrderElementsOf(values);
  }

  @Test
  void shouldTakeARecordOfTwentyMebibytes() throws Exception {
    clients.createTopic("large", 1);
    String large = "x".repeat(20 * 1024 * 1024);

    try (var producer = clients.producer(Map.of("max.request.size", 22 * 1024 * 1024))) {
      producer.send(new ProducerRecord<>("large", large)).get(40, TimeUnit.SECONDS);
    }

    assertThat(clients.readCommitted("large")).containsExactly(large);
  }

  @Test
  void shouldMakeKafkasOwnTopicsBeforeAnyClientNeedsThem(@TempDir Path fresh) throws Exception {
    try (var unused = EmbeddedBroker.start(EmbeddedBrokerConfig.on(fresh, 0));
        var admin = new BrokerClients(unused.bootstrapServers()).admin()) {

      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() ->
              assertThat(
                      admin
                          .listTopics(new ListTopicsOptions().listInternal(true))
                          .names()
                          .get(40, TimeUnit.SECONDS))
                  .contains("__consumer_offsets", "__transaction_state", "__share_group_state"));
    }
  }

  @Test
  void shouldHaveFeaturesOfShareGroupsAndTransactions() throws Exception {
    try (var admin = clients.admin()) {
      var features = admin.describeFeatures().featureMetadata().get(40, TimeUnit.SECONDS);

      assertThat(features.finalizedFeatures())
          .hasEntrySatisfying("share.version", v -> assertThat(v.maxVersionLevel()).isEqualTo(ONE))
          .hasEntrySatisfying(
              "transaction.version", v -> assertThat(v.maxVersionLevel()).isEqualTo(TWO));
    }
  }

  @Test
  void shouldDeliverEachRecordOnceToAShareGroupWhenAcknowledged() throws Exception {
    clients.createTopic("shared", 2);
    clients.setGroup("workers", "share.auto.offset.reset", "earliest");
    List<String> values = values(100);
    clients.produce("shared", values);
    List<ConsumerRecord<String, String>> received = new ArrayList<>();

    try (var first = clients.shareConsumer("workers");
        var second = clients.shareConsumer("workers")) {
      first.subscribe(List.of("shared"));
      second.subscribe(List.of("shared"));
      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(40))
          .until(() -> {
            received.addAll(takeOver(first));
            received.addAll(takeOver(second));
            return received.size() >= values.size();
          });
    }

    assertThat(received)
        .extracting(ConsumerRecord::value)
        .containsExactlyInAnyOrderElementsOf(values);
    assertThat(received).allMatch(r -> r.deliveryCount().orElse((short) 0) == ONE);
  }

  @Test
  void shouldDeliverAgainWhenAShareConsumerReleases() throws Exception {
    clients.createTopic("released", 1);
    clients.setGroup("releasers", "share.auto.offset.reset", "earliest");
    clients.produce("released", List.of("once more"));
    List<Short> deliveries = new ArrayList<>();

    try (var consumer = clients.shareConsumer("releasers")) {
      consumer.subscribe(List.of("released"));
      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(40))
          .until(() -> {
            for (var read : consumer.poll(POLL)) {
              deliveries.add(read.deliveryCount().orElseThrow());
              boolean done = deliveries.size() == 2;
              consumer.acknowledge(read, done ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
            }
            return deliveries.size() == 2;
          });
    }

    assertThat(deliveries).containsExactly(ONE, TWO);
  }

  @Test
  void shouldShowOnlyCommittedTransactions() throws Exception {
    clients.createTopic("source", 1);
    clients.createTopic("sink", 2);
    var position = new TopicPartition("source", 0);

    try (var producer = clients.producer(Map.of("transactional.id", "mover"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("sink", 0, "k", "aborted"));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("sink", 0, "k", "left"));
      producer.send(new ProducerRecord<>("sink", 1, "k", "right"));
      try (var consumer = clients.consumer(Map.of("group.id", "movers"))) {
        producer.sendOffsetsToTransaction(
            Map.of(position, new OffsetAndMetadata(7)), consumer.groupMetadata());
      }
      producer.commitTransaction();
    }

    assertThat(clients.readCommitted("sink")).containsExactlyInAnyOrder("left", "right");
    try (var consumer = clients.consumer(Map.of("group.id", "movers"))) {
      assertThat(consumer.committed(Set.of(position)))
          .containsEntry(position, new OffsetAndMetadata(7));
    }
  }

  @Test
  void shouldNotCreateATopicThatNobodyAskedFor() throws Exception {
    try (var consumer = clients.consumer(Map.of("group.id", "curious"))) {
      consumer.subscribe(List.of("never-created"));
      consumer.poll(POLL);
    }

    try (var admin = clients.admin()) {
      assertThat(admin.listTopics().names().get(40, TimeUnit.SECONDS))
          .doesNotContain("never-created");
    }
  }

  private static List<ConsumerRecord<String, String>> takeOver(
      KafkaShareConsumer<String, String> consumer) {
    List<ConsumerRecord<String, String>> taken = new ArrayList<>();
    for (var read : consumer.poll(POLL)) {
      consumer.acknowledge(read, AcknowledgeType.ACCEPT);
      taken.add(read);
    }
    var acknowledged = consumer.commitSync();
    assertThat(new HashSet<>(acknowledged.values())).allMatch(Optional::isEmpty);
    return taken;
  }

  private static List<String> values(int count) {
    return IntStream.range(0, count).mapToObj(i -> "value-" + i).toList();
  }
}
