package dev.sluice.cost;

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
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of cost-stream. Runs until closed: an outage of Kafka or of the Schema Registry
 * makes it unready and nothing else. Safe for any thread.
 */
public final class CostRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CostRole.class);

  /** An instance that is further behind is not ready. */
  private static final long READY_LAG = 100_000;

  private final ConfigFollower follower;
  private final StreamsSupervisor supervisor;
  private final OperateServer operate;

  private CostRole(ConfigFollower follower, StreamsSupervisor supervisor, OperateServer operate) {
    this.follower = follower;
    this.supervisor = supervisor;
    this.operate = operate;
  }

  /**
   * Starts the role and returns at once; {@link #ready()} tells when it works.
   *
   * @throws IOException if the admin port cannot be had
   */
  public static CostRole start(CostConfig config) throws IOException {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    CostMetrics metrics = new CostMetrics(meters);
    Codecs codecs = Codecs.of(config.kafka().registryUrl());
    ConfigFollower follower =
        ConfigFollower.start(
            config.kafka().common(config.instanceId() + "-config"),
            config.topics().config().name(),
            codecs.serde(config.topics().config()).deserializer());
    ConfigOffset.register(meters, follower::appliedOffset);
    FollowedPrices prices = new FollowedPrices(follower);
    StreamsSupervisor supervisor =
        new StreamsSupervisor(
            CostNodes.ROLE,
            new CostPreparation(config, codecs)::run,
            () ->
                new KafkaStreams(
                    CostTopology.build(config.topics(), codecs, prices, metrics),
                    CostStreamsProperties.of(config)));
    Gauge.builder("sluice.cost.lag.records", supervisor, s -> s.lag().orElse(0))
        .description("Records of attempts and decisions that are not read yet")
        .register(meters);
    try {
      OperateServer operate =
          OperateServer.start(
              config.host(), config.adminPort(), meters, () -> ready(follower, supervisor));
      return new CostRole(follower, supervisor, operate).started(config);
    } catch (IOException e) {
      follower.close();
      throw e;
    }
  }

  private CostRole started(CostConfig config) {
    supervisor.start();
    LOG.atInfo()
        .addKeyValue("instance", config.instanceId())
        .addKeyValue("adminPort", adminPort())
        .log("cost-stream started");
    return this;
  }

  /** The port of its health, readiness and meters. */
  public int adminPort() {
    return operate.port();
  }

  /** Consumer group of all instances of the role. */
  public static String group(Topics topics) {
    return CostStreamsProperties.applicationId(topics);
  }

  /** Topics that its Kafka Streams application keeps for itself. */
  public static List<InternalTopic> internalTopics(Topics topics) {
    return CostTopology.internalTopics(CostStreamsProperties.applicationId(topics), topics);
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

  /** Ends the stream at a commit, keeping the instance's place in the group. */
  @Override
  public void close() {
    supervisor.close();
    follower.close();
    operate.close();
    LOG.atInfo().log("cost-stream stopped");
  }
}
