package dev.sluice.cost;

import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicCreation;
import dev.sluice.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * What has to be there before the stream starts: its topics, equal partition counts where an
 * account must land in one task, and the schemas of its records. Blocks on Kafka and the Schema
 * Registry.
 */
final class CostPreparation {
  private final CostConfig config;
  private final Codecs codecs;

  CostPreparation(CostConfig config, Codecs codecs) {
    this.config = config;
    this.codecs = codecs;
  }

  /** Makes sure of it; returns what stands in the way. */
  Optional<String> run() {
    Topics topics = config.topics();
    try (Admin admin = config.kafka().admin(config.instanceId() + "-prepare")) {
      TopicCreation.Outcome outcome =
          TopicCreation.ensure(
              admin, topics.sizing(), topicsOf(topics), CostRole.internalTopics(topics));
      return switch (outcome) {
        case TopicCreation.Outcome.Failed(String problem) -> Optional.of(problem);
        case TopicCreation.Outcome.Ready ready -> unequalCounts(admin, topics);
      };
    } catch (RegistryException e) {
      return Optional.of("the schema registry did not take a schema");
    }
  }

  private static List<Topic<?>> topicsOf(Topics topics) {
    return List.of(
        topics.attempts(),
        topics.decisions(),
        topics.spendEntries(),
        topics.spendMonthly(),
        topics.spendDaily(),
        topics.spendHourly(),
        topics.config(),
        topics.undecodable());
  }

  private Optional<String> unequalCounts(Admin admin, Topics topics) {
    Map<String, Integer> counts =
        TopicCreation.partitionCountsOf(
            admin, List.of(topics.attempts().name(), topics.decisions().name()));
    String difference = TopicCreation.unequalCounts(counts);
    if (!difference.isEmpty()) {
      return Optional.of(
          "attempts and decisions of an account must meet in one task, but " + difference);
    }
    // Also what it only reads: an own schema is then known without asking when records come.
    codecs.of(topics.attempts()).prepare();
    codecs.of(topics.decisions()).prepare();
    codecs.of(topics.spendEntries()).prepare();
    codecs.of(topics.spendMonthly()).prepare();
    codecs.of(topics.spendDaily()).prepare();
    codecs.of(topics.spendHourly()).prepare();
    codecs.of(topics.undecodable()).prepare();
    return Optional.empty();
  }
}
