package dev.sluice.observability;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.metric.DeploymentHealth;
import dev.sluice.schemas.metric.LatencyWindow;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import dev.sluice.schemas.usage.Usages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The topology in a driver whose wall clock moves when it is told to. */
public final class ObservabilityFixture implements AutoCloseable {
  /** Ten seconds into a minute. */
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:10Z");

  public static final Topics TOPICS = new Topics("sluice.", TopicSizing.embedded(1 << 20));
  public static final Codecs CODECS = Codecs.of("mock://observability");
  public static final String DEPLOYMENT = "openai/small";

  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> attempts;
  private Instant now = NOW;

  public ObservabilityFixture(Path stateDir) {
    Properties properties = properties(stateDir);
    driver =
        new TopologyTestDriver(
            ObservabilityTopology.build(
                TOPICS, CODECS, new ObservabilityMetrics(meters), properties),
            properties,
            NOW);
    attempts =
        driver.createInputTopic(
            TOPICS.attempts().name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  static Properties properties(Path stateDir) {
    return ObservabilityStreamsProperties.of(
        ObservabilityConfig.of(
            new KafkaSettings("localhost:1", "mock://observability", Map.of()),
            TOPICS,
            "observability-1",
            stateDir,
            "127.0.0.1",
            0));
  }

  public static AttemptEvent succeeded(long latencyMs) {
    return AttemptEvent.newBuilder()
        .setKind(AttemptEventKind.OUTCOME)
        .setDeployment(DEPLOYMENT)
        .setProvider("openai")
        .setStatus(AttemptStatus.SUCCEEDED)
        .setLatencyMs(latencyMs)
        .setUsage(Usages.estimated(10, 20))
        .build();
  }

  public static AttemptEvent failed(ErrorKind kind) {
    AttemptEvent event = succeeded(5);
    event.setStatus(
        kind == ErrorKind.FIRST_TOKEN_TIMEOUT ? AttemptStatus.TIMED_OUT : AttemptStatus.FAILED);
    event.setErrorKind(kind.wireName());
    event.setUsage(Usages.none());
    return event;
  }

  public void attempt(AttemptEvent event) {
    attempt(event, now);
  }

  public void attempt(AttemptEvent event, Instant appended) {
    attemptBytes(CODECS.of(TOPICS.attempts()).encode(event), appended);
  }

  public void attemptBytes(byte[] value, Instant appended) {
    attempts.pipeInput("acme".getBytes(StandardCharsets.UTF_8), value, appended);
  }

  /** Lets time pass second by second, so that each stage has its turn. */
  public void pass(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      driver.advanceWallClockTime(Duration.ofSeconds(1));
    }
    now = now.plus(time);
  }

  /** Windows written since the last look, the latest of each key. */
  public Map<String, LatencyWindow> windows() {
    Map<String, LatencyWindow> latest = new LinkedHashMap<>();
    read(TOPICS.latency()).forEach(window -> latest.put(window.key, window.value));
    return latest;
  }

  public List<DeploymentHealth> health() {
    return read(TOPICS.health()).stream().map(health -> health.value).toList();
  }

  public List<UndecodableRecord> deadLetters() {
    return read(TOPICS.undecodable()).stream().map(letter -> letter.value).toList();
  }

  private <V extends SpecificRecord> List<KeyValue<String, V>> read(Topic<V> topic) {
    TestOutputTopic<String, V> out =
        driver.createOutputTopic(
            topic.name(), new StringDeserializer(), CODECS.serde(topic).deserializer());
    return out.readKeyValuesToList();
  }

  public double count(String meter) {
    return meters.get("sluice.observability." + meter).counter().count();
  }

  @Override
  public void close() {
    driver.close();
  }
}
