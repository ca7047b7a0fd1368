package dev.sluice.cost;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.id.RequestId;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.spend.SpendWindow;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.Usages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The topology in a driver, with prices of its own and a wall clock that stands still. */
public final class CostFixture implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  public static final Topics TOPICS = new Topics("sluice.", TopicSizing.embedded(1 << 20));
  public static final Codecs CODECS = Codecs.of("mock://cost");
  private static final String ACCOUNT = "acme";

  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> attempts;
  private final TestInputTopic<byte[], byte[]> decisions;

  public CostFixture(Path stateDir) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "cost-test");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    driver =
        new TopologyTestDriver(
            CostTopology.build(TOPICS, CODECS, CostFixture::book, new CostMetrics(meters)),
            properties,
            NOW);
    attempts = input(TOPICS.attempts());
    decisions = input(TOPICS.decisions());
  }

  private static Optional<dev.sluice.schemas.money.PriceBook> book(String version) {
    return version.equals(TestBook.VERSION) ? Optional.of(new TestBook()) : Optional.empty();
  }

  private TestInputTopic<byte[], byte[]> input(Topic<?> topic) {
    return driver.createInputTopic(
        topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A successful outcome of attempt {@code number} of a request made now. */
  public static AttemptEvent outcome(int number) {
    RequestId request = RequestId.create(NOW);
    return outcome(request, number);
  }

  public static AttemptEvent outcome(RequestId request, int number) {
    return AttemptEvent.newBuilder()
        .setKind(AttemptEventKind.OUTCOME)
        .setAttemptId(request.attempt(number).toString())
        .setAttemptNumber(number)
        .setRequestId(request.value())
        .setAccount(ACCOUNT)
        .setProject("search")
        .setVirtualKeyId("key-1")
        .setUser("ann")
        .setTags(List.of("blue", "green"))
        .setRequestedModel("assistant")
        .setDeployment("openai/small")
        .setProvider("openai")
        .setProviderModel("small")
        .setReportedModel("small-2026")
        .setStatus(AttemptStatus.SUCCEEDED)
        .setAtMs(NOW.toEpochMilli())
        .setUsage(told(1_000, 500))
        .setPriceVersion(TestBook.VERSION)
        .build();
  }

  public static TokenUsage told(long input, long output) {
    return TokenUsage.newBuilder(Usages.none()).setInput(input).setOutput(output).build();
  }

  /** A settlement of the attempt at this cost by the owner of this epoch. */
  public static Decision settle(AttemptEvent attempt, Long cost, long epoch) {
    return Decision.newBuilder()
        .setKind(DecisionKind.SETTLE)
        .setOwnerEpoch(epoch)
        .setAccount(attempt.getAccount())
        .setRequestId(attempt.getRequestId())
        .setAttemptNumber(attempt.getAttemptNumber())
        .setCostNanoUsd(cost)
        .build();
  }

  public static Decision ownerEpoch(long epoch) {
    return Decision.newBuilder().setKind(DecisionKind.OWNER_EPOCH).setOwnerEpoch(epoch).build();
  }

  public void attempt(AttemptEvent event) {
    attempt(event, NOW);
  }

  public void attempt(AttemptEvent event, Instant at) {
    attemptBytes(CODECS.of(TOPICS.attempts()).encode(event), at);
  }

  public void attemptBytes(byte[] value, Instant at) {
    attempts.pipeInput(ACCOUNT.getBytes(StandardCharsets.UTF_8), value, at);
  }

  public void decision(Decision decision) {
    decisionBytes(CODECS.of(TOPICS.decisions()).encode(decision));
  }

  public void decisionBytes(byte[] value) {
    decisions.pipeInput(ACCOUNT.getBytes(StandardCharsets.UTF_8), value, NOW);
  }

  public void pass(Duration time) {
    driver.advanceWallClockTime(time);
  }

  public List<LedgerEntry> entries() {
    return new ArrayList<>(read(TOPICS.spendEntries()).stream().map(entry -> entry.value).toList());
  }

  /** Upserts of months since the last look, the latest of each key. */
  public Map<String, SpendWindow> upserts() {
    return upserts(TOPICS.spendMonthly());
  }

  /** Upserts since the last look, the latest of each key. */
  public Map<String, SpendWindow> upserts(Topic<SpendWindow> topic) {
    Map<String, SpendWindow> latest = new LinkedHashMap<>();
    read(topic).forEach(upsert -> latest.put(upsert.key, upsert.value));
    return latest;
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
    return meters.get(meter).counters().stream().mapToDouble(counter -> counter.count()).sum();
  }

  @Override
  public void close() {
    driver.close();
  }
}
