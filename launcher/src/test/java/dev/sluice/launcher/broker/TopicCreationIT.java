package dev.sluice.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cost.CostRole;
import dev.sluice.observability.ObservabilityRole;
import dev.sluice.router.RouterRole;
import dev.sluice.schemas.topic.InternalTopic;
import dev.sluice.schemas.topic.TopicCreation;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topics of Kafka Streams' stores, made beside those of the catalogue. */
class TopicCreationIT {
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
  void shouldGiveAStoresTopicTheCountOfASourceThatIsThereAlready() throws Exception {
    // Given
    Topics topics = new Topics("there.", TopicSizing.embedded(1 << 20).withAccountPartitions(2));
    clients.createTopic(topics.requests().name(), 5);
    InternalTopic store =
        InternalTopic.changelog(
            "there.app", "store", topics.requests(), Map.of("segment.ms", "1000"));

    // When
    try (Admin admin = clients.admin()) {
      TopicCreation.Outcome outcome =
          TopicCreation.ensure(admin, topics.sizing(), List.of(topics.requests()), List.of(store));

      // Then
      assertThat(outcome).isEqualTo(new TopicCreation.Outcome.Ready(List.of(store.name())));
      assertThat(TopicCreation.partitionCountsOf(admin, List.of(store.name())))
          .containsEntry("there.app-store-changelog", 5);
    }
  }

  @Test
  void shouldMakeEachStoresTopicWithTheConfiguredCountWhenNothingIsThere() {
    // Given
    Topics topics = new Topics("fresh.", TopicSizing.embedded(1 << 20).withAccountPartitions(3));
    List<InternalTopic> internal =
        Stream.of(
                RouterRole.internalTopics(topics),
                CostRole.internalTopics(topics),
                ObservabilityRole.internalTopics(topics))
            .flatMap(List::stream)
            .toList();

    // When
    try (Admin admin = clients.admin()) {
      TopicCreation.Outcome outcome =
          TopicCreation.ensure(admin, topics.sizing(), topics.fixed(), internal);

      // Then
      assertThat(outcome).isInstanceOf(TopicCreation.Outcome.Ready.class);
      assertThat(
              TopicCreation.partitionCountsOf(
                  admin, internal.stream().map(InternalTopic::name).toList()))
          .containsEntry("fresh.router-router-checkpoint-changelog", 3)
          .containsEntry("fresh.router-config-revisions-changelog", 1)
          .containsEntry("fresh.cost-stream-seen-attempts-changelog", 3)
          .hasSize(internal.size());
    }
  }
}
