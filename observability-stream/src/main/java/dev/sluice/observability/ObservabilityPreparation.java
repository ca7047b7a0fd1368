package dev.sluice.observability;

import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.TopicCreation;
import dev.sluice.schemas.topic.Topics;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * What has to be there before the stream starts: its topics and the schemas of its records. Blocks
 * on Kafka and the Schema Registry.
 */
final class ObservabilityPreparation {
  private final ObservabilityConfig config;
  private final Codecs codecs;

  ObservabilityPreparation(ObservabilityConfig config, Codecs codecs) {
    this.config = config;
    this.codecs = codecs;
  }

  /** Makes sure of it; returns what stands in the way. */
  Optional<String> run() {
    Topics topics = config.topics();
    try (Admin admin = config.kafka().admin(config.instanceId() + "-prepare")) {
      TopicCreation.Outcome outcome =
          TopicCreation.ensure(
              admin,
              topics.sizing(),
              List.of(topics.attempts(), topics.latency(), topics.health(), topics.undecodable()),
              ObservabilityRole.internalTopics(topics));
      return switch (outcome) {
        case TopicCreation.Outcome.Failed(String problem) -> Optional.of(problem);
        case TopicCreation.Outcome.Ready ready -> schemas(topics);
      };
    } catch (RegistryException e) {
      return Optional.of("the schema registry did not take a schema");
    }
  }

  private Optional<String> schemas(Topics topics) {
    // Also what it only reads: an own schema is then known without asking when records come.
    codecs.of(topics.attempts()).prepare();
    codecs.of(topics.latency()).prepare();
    codecs.of(topics.health()).prepare();
    codecs.of(topics.undecodable()).prepare();
    return Optional.empty();
  }
}
