package dev.sluice.cost;

import dev.sluice.schemas.topic.Topics;
import dev.sluice.streaming.StreamsSettings;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka Streams settings of the role. Pure. */
final class CostStreamsProperties {
  private static final long HEAP_CACHE_BYTES = 16L << 20;

  private CostStreamsProperties() {}

  /** Application id, also the name of the consumer group and the prefix of internal topics. */
  static String applicationId(CostConfig config) {
    return applicationId(config.topics());
  }

  static String applicationId(Topics topics) {
    return topics.costStreamGroup();
  }

  static Properties of(CostConfig config) {
    Properties all =
        new StreamsSettings(
                applicationId(config),
                config.instanceId(),
                config.stateDir(),
                StreamsConfig.EXACTLY_ONCE_V2,
                config.commitInterval(),
                HEAP_CACHE_BYTES,
                config.sessionTimeout())
            .properties(config.kafka(), config.topics().sizing());
    all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 << 10);
    return all;
  }
}
