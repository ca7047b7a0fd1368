package dev.sluice.observability;

import dev.sluice.schemas.topic.Topics;
import dev.sluice.streaming.StreamsSettings;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka Streams settings of the role. Pure. */
final class ObservabilityStreamsProperties {
  private static final long HEAP_CACHE_BYTES = 4L << 20;

  /** The processors ask for a commit when their sums are out; none in between would be right. */
  private static final Duration NO_COMMIT_UNASKED = Duration.ofDays(1);

  private ObservabilityStreamsProperties() {}

  /** Application id, also the name of the consumer group and the prefix of internal topics. */
  static String applicationId(ObservabilityConfig config) {
    return applicationId(config.topics());
  }

  static String applicationId(Topics topics) {
    return topics.prefix() + ObservabilityNodes.ROLE;
  }

  static Properties of(ObservabilityConfig config) {
    return new StreamsSettings(
            applicationId(config),
            config.instanceId(),
            config.stateDir(),
            StreamsConfig.AT_LEAST_ONCE,
            NO_COMMIT_UNASKED,
            HEAP_CACHE_BYTES,
            config.sessionTimeout())
        .properties(config.kafka(), config.topics().sizing());
  }
}
