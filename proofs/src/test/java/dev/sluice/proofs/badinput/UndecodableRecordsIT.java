package dev.sluice.proofs.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.launcher.assembly.ConfigPublisher;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Answer.Ending;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import dev.sluice.simulator.SimulatorConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no role can read lands where operators find it, and everything else goes on. */
@Tag("broker")
class UndecodableRecordsIT {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Set<String> ASKED = new HashSet<>();
  @TempDir static Path folder;
  private static LocalGateway gateway;
  private static Caller caller;
  private static KafkaProducer<byte[], byte[]> producer;
  private static Topics topics;
  private static Codecs codecs;
  private static TopicReader reader;

  /**
   * A topic, and who is to put aside what is unreadable there.
   *
   * @param roles empty where the topic is only followed or not read at all
   */
  private record Input(Topic<?> topic, Set<String> roles) {
    @Override
    public String toString() {
      return topic.name();
    }
  }

  @BeforeAll
  static void start() throws InterruptedException {
    gateway = LocalGateway.start(folder, SimulatorConfig.defaults());
    caller = new Caller(gateway.url(), GatewayFile.KEY, Duration.ofSeconds(10));
    producer = gateway.connection().kafka().producer("garbage", Map.of());
    topics = gateway.connection().topics();
    codecs = Codecs.of(gateway.connection().kafka().registryUrl());
    reader = new TopicReader(gateway.connection().kafka());
  }

  static Stream<Input> inputs() {
    Topics all = new Topics(Topics.DEFAULT_PREFIX, topics.sizing());
    return Stream.of(
        new Input(all.requests(), Set.of("router-worker")),
        new Input(all.decisions(), Set.of("router-worker", "cost-stream")),
        new Input(all.fallback(), Set.of("router-worker")),
        new Input(all.cancels(), Set.of("router-worker")),
        new Input(all.attempts(), Set.of("router-worker", "cost-stream", "observability-stream")),
        new Input(all.configCommands(), Set.of("router-worker")),
        new Input(all.replies(), Set.of()),
        new Input(all.dispatch("openai", false), Set.of("provider-workers")),
        new Input(all.dispatch("openai", true), Set.of("provider-workers")),
        new Input(all.batchRequests(GatewayFile.PROJECT), Set.of()),
        new Input(all.workers(), Set.of()),
        new Input(all.config(), Set.of()),
        new Input(all.outcomes(), Set.of()),
        new Input(all.deliveries(), Set.of()),
        new Input(all.health(), Set.of()),
        new Input(all.audit(), Set.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void shouldPutAsideWhatIsUnreadableAndServeTheNextRequest(Input input) throws Exception {
    // Given
    Topic<?> other =
        input.topic().name().equals(topics.audit().name()) ? topics.health() : topics.audit();
    Map<String, byte[]> values = Garbage.unreadable(codecs, input.topic(), other);
    int deadLetters = deadLetters(input);

    // When
    Set<String> sent = new TreeSet<>();
    Set<String> passedOver = new TreeSet<>();
    for (Map.Entry<String, byte[]> value : values.entrySet()) {
      for (int partition : partitions(input)) {
        RecordMetadata at = send(input.topic().name(), partition, value.getValue());
        sent.add(at.partition() + ":" + at.offset());
        if (value.getKey().equals(Garbage.CUT_SHORT)) {
          passedOver.add(at.partition() + ":" + at.offset());
        }
      }
    }
    send(input.topic().name(), partitions(input).getFirst(), Garbage.blank(codecs, input.topic()));

    // Then
    for (String role : input.roles()) {
      Set<String> expected = new TreeSet<>(sent);
      if (role.endsWith("-stream")) {
        // They look at the kind of an event first, and leave those of no interest unread.
        expected.removeAll(passedOver);
      }
      await(role)
          .atMost(WAIT)
          .untilAsserted(() -> assertThat(asideBy(role, input)).containsAll(expected));
    }
    assertServes();
    if (isBatch(input)) {
      await()
          .atMost(WAIT)
          .untilAsserted(() ->
              assertThat(deadLetters(input)).isGreaterThanOrEqualTo(deadLetters + sent.size()));
    }
  }

  /** Frames of requests that are not open here are passed over by their key, unread. */
  @Test
  void shouldFinishAStreamBetweenWhoseFramesGarbageLies() throws Exception {
    // Given
    Input replies = new Input(topics.replies(), Set.of("ingress"));
    // Not those in deliveries: an answered request gets there a moment after its caller knows.
    Set<String> before = requestsIn(topics.requests());
    CompletableFuture<Answer> stream =
        CompletableFuture.supplyAsync(() ->
            caller.ask(
                new Ask("openai/gpt-4o-mini", "hi [[sim out=60 tps=20]]", true, true, -1, 80)));
    String open =
        await()
            .atMost(WAIT)
            .until(
                () -> {
                  Set<String> now = requestsIn(topics.requests());
                  now.removeAll(before);
                  return now.isEmpty() ? "" : now.iterator().next();
                },
                id -> !id.isEmpty());

    // When
    Map<Integer, Set<String>> sent = new TreeMap<>();
    for (int partition : partitions(replies)) {
      for (byte[] value : Garbage.unreadable(codecs, topics.replies(), topics.audit()).values()) {
        RecordMetadata at = send(topics.replies().name(), partition, open, value);
        sent.computeIfAbsent(partition, p -> new TreeSet<>()).add(partition + ":" + at.offset());
      }
    }

    // Then
    Answer answer = stream.get();
    assertThat(answer.requestId()).isEqualTo(open);
    assertThat(answer.ending()).as(answer.toString()).isEqualTo(Ending.FULL);
    await()
        .atMost(WAIT)
        .untilAsserted(() -> {
          Set<String> aside = asideBy("ingress", replies);
          assertThat(sent.values()).anyMatch(aside::containsAll);
        });
  }

  @Test
  void shouldTakeAConfigurationAfterwards() {
    ConfigPublisher.Outcome outcome =
        new ConfigPublisher(gateway.connection())
            .publish(List.of(ConfigObjects.of(new Project("another"))), "file", "test", WAIT);

    assertThat(outcome).isEqualTo(new ConfigPublisher.Outcome.Applied(1));
  }

  @Test
  void shouldSurviveARecordWithoutAValue() throws Exception {
    for (Input input : inputs().toList()) {
      if (!input.topic().compacted()) {
        send(input.topic().name(), partitions(input).getFirst(), null);
      }
    }
    assertServes();
  }

  /** Each follows the garbage in the partition of its account. */
  private static void assertServes() {
    Answer whole =
        caller.ask(new Ask("openai/gpt-4o-mini", "hi [[sim out=3]]", false, false, -1, 20));
    Answer stream = caller.ask(new Ask(GatewayFile.CHAIN, "hi [[sim out=5]]", true, true, -1, 20));
    assertThat(whole.ending()).as(whole.toString()).isEqualTo(Ending.FULL);
    assertThat(stream.ending()).as(stream.toString()).isEqualTo(Ending.FULL);
    ASKED.add(whole.requestId());
    ASKED.add(stream.requestId());
  }

  /** All that was asked between the garbage is in the ledger, and has its outcome and delivery. */
  @AfterAll
  static void shouldHaveToldOfEveryRequest() {
    try {
      await()
          .atMost(WAIT)
          .untilAsserted(() -> {
            assertThat(requestsIn(topics.spendEntries())).containsAll(ASKED);
            assertThat(requestsIn(topics.outcomes())).containsAll(ASKED);
            assertThat(requestsIn(topics.deliveries())).containsAll(ASKED);
          });
    } finally {
      producer.close();
      caller.close();
      gateway.close();
    }
  }

  private static Set<String> requestsIn(Topic<?> topic) {
    Set<String> ids = new HashSet<>();
    new RawTopics(gateway.connection().kafka())
        .each(
            topic.name(),
            record -> {
              if (record.value() != null) {
                ids.addAll(requestId(topic, record.value()));
              }
            });
    return ids;
  }

  private static List<String> requestId(Topic<?> topic, byte[] value) {
    try {
      SpecificRecord decoded = codecs.of(topic).decode(value);
      if (decoded instanceof InferenceRequest request) {
        Envelope envelope = request.getEnvelope();
        return envelope == null ? List.of() : List.of(envelope.getRequestId());
      }
      return List.of(decoded.get(decoded.getSchema().getField("request_id").pos()).toString());
    } catch (UndecodableException e) {
      return List.of();
    }
  }

  private static Set<String> asideBy(String role, Input input) {
    Set<String> aside = new TreeSet<>();
    for (TopicReader.Read<UndecodableRecord> read : reader.all(topics.undecodable())) {
      UndecodableRecord record = read.value();
      if (record.getRole().equals(role) && record.getTopic().equals(input.topic().name())) {
        assertThat(record.getReason()).isNotEmpty();
        aside.add(record.getPartition() + ":" + record.getOffset());
      }
    }
    return aside;
  }

  private static boolean isBatch(Input input) {
    return input.topic().name().equals(topics.batchRequests(GatewayFile.PROJECT).name());
  }

  private static int deadLetters(Input input) {
    return isBatch(input) ? reader.all(topics.batchDeadLetter(GatewayFile.PROJECT)).size() : 0;
  }

  /** -1 is the partition of the callers' account. */
  private static List<Integer> partitions(Input input) {
    if (!input.topic().name().equals(topics.replies().name())) {
      return List.of(-1);
    }
    List<Integer> all = new ArrayList<>();
    producer.partitionsFor(input.topic().name()).forEach(info -> all.add(info.partition()));
    return all;
  }

  private static RecordMetadata send(String topic, int partition, byte @Nullable [] value)
      throws Exception {
    return send(topic, partition, GatewayFile.PROJECT, value);
  }

  private static RecordMetadata send(
      String topic, int partition, String key, byte @Nullable [] value) throws Exception {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return producer
        .send(new ProducerRecord<>(topic, partition < 0 ? null : partition, bytes, value))
        .get();
  }
}
