package dev.sluice.launcher.assembly;

import dev.sluice.schemas.config.BrokerSettings;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.util.Map;

/**
 * Where Kafka is and what the topics there are called.
 *
 * @param kafka how clients reach it
 * @param topics the catalogue
 */
public record Connection(KafkaSettings kafka, Topics topics) {

  /** As the file says; {@code embedded} stands in for a broker that this machine runs itself. */
  public static Connection of(SluiceFile file, Map<String, String> environment) {
    return switch (file.broker().place()) {
      case BrokerSettings.External external ->
          of(file, environment, external.bootstrapServers(), external.schemaRegistry());
      case BrokerSettings.Embedded embedded ->
          of(
              file,
              environment,
              file.server().host() + ":" + embedded.port(),
              "http://" + file.server().host() + ":" + embedded.registryPort());
    };
  }

  /** With these addresses in place of those of the file. */
  public static Connection of(
      SluiceFile file,
      Map<String, String> environment,
      String bootstrapServers,
      String registryUrl) {
    BrokerSettings broker = file.broker();
    int maxBody = Math.toIntExact(file.server().bodyLimit());
    TopicSizing sizing =
        broker.embedded()
            ? TopicSizing.embedded(maxBody)
            // -1: default.replication.factor of the cluster decides.
            : TopicSizing.cluster((short) -1, maxBody);
    return new Connection(
        new KafkaSettings(bootstrapServers, registryUrl, broker.clientProperties(environment)),
        new Topics(broker.topicPrefix(), sizing.withAccountPartitions(broker.partitions())));
  }
}
