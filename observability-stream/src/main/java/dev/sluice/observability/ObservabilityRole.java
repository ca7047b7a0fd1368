package dev.sluice.observability;

import dev.sluice.schemas.config.ConfigFollower;
import dev.sluice.schemas.operate.ConfigOffset;
import dev.sluice.schemas.operate.OperateServer;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.InternalTopic;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.streaming.StreamsSupervisor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of observability-stream. Runs until closed: an outage of Kafka or of the Schema
 * Registry makes it unready and nothing else. Safe for any thread.
 */
public final class ObservabilityRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObservabilityRole.class);

  /** An instance that is further behind is not ready. */
  private static final long READY_LAG = 100_000;

  private final ConfigFollower follower;
  private final StreamsSupervisor supervisor;
  private final OperateServer operate;

  private ObservabilityRole(
      ConfigFollower follower, StreamsSupervisor supervisor, OperateServer operate) {
    this.follower = follower;
    this.supervisor = supervisor;
    this.operate = operate;
  }

  /**
   * Starts the role and returns at once; {@link #ready()} tells when it works.
   *
   * @throws IOException if the admin port cannot be had
   */
  public static ObservabilityRole start(ObservabilityConfig config) throws IOException {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ObservabilityMetrics metrics = new ObservabilityMetrics(meters);
    Codecs codecs = Codecs.of(config.kafka().registryUrl());
    ConfigFollower follower =
        ConfigFollower.start(
            config.kafka().common(config.instanceId() + "-config"),
            config.topics().config().name(),
            codecs.serde(config.topics().config()).deserializer());
    ConfigOffset.register(meters, follower::appliedOffset);
    StreamsSupervisor supervisor =
        new StreamsSupervisor(
            ObservabilityNodes.ROLE,
            new ObservabilityPreparation(config, codecs)::run,
            () -> streams(config, codecs, metrics));
    Gauge.builder("sluice.observability.lag.records", supervisor, s -> s.lag().orElse(0))
        .description("Records of attempts and deltas that are not read yet")
        .register(meters);
    try {
      OperateServer operate =
          OperateServer.start(
              config.host(), config.adminPort(), meters, () -> ready(follower, supervisor));
      return new ObservabilityRole(follower, supervisor, operate).started(config);
    } catch (IOException e) {
      follower.close();
      throw e;
    }
  }

  private ObservabilityRole started(ObservabilityConfig config) {
    supervisor.start();
    LOG.atInfo()
        .addKeyValue("instance", config.instanceId())
        .addKeyValue("adminPort", adminPort())
        .log("observability-stream started");
    return this;
  }

  private static KafkaStreams streams(
      ObservabilityConfig config, Codecs codecs, ObservabilityMetrics metrics) {
    Properties properties = ObservabilityStreamsProperties.of(config);
    return new KafkaStreams(
        ObservabilityTopology.build(config.topics(), codecs, metrics, properties), properties);
  }

  /** The port of its health, readiness and meters. */
  public int adminPort() {
    return operate.port();
  }

  /** Consumer group of all instances of the role. */
  public static String group(Topics topics) {
    return ObservabilityStreamsProperties.applicationId(topics);
  }

  /** Topics that its Kafka Streams application keeps for itself. */
  public static List<InternalTopic> internalTopics(Topics topics) {
    return ObservabilityTopology.internalTopics(
        ObservabilityStreamsProperties.applicationId(topics), topics);
  }

  /** Reasons why it is not ready, empty where it is. */
  public List<String> ready() {
    return ready(follower, supervisor);
  }

  private static List<String> ready(ConfigFollower follower, StreamsSupervisor supervisor) {
    List<String> reasons = new ArrayList<>();
    supervisor.notRunning().ifPresent(reasons::add);
    if (!follower.isReady()) {
      reasons.add("the configuration is not read yet");
    }
    long lag = supervisor.lag().orElse(0);
    if (lag > READY_LAG) {
      reasons.add("behind by " + lag + " records");
    }
    return reasons;
  }

  /** Ends the stream, keeping the instance's place in the group. */
  @Override
  public void close() {
    supervisor.close();
    follower.close();
    operate.close();
    LOG.atInfo().log("observability-stream stopped");
  }
}
