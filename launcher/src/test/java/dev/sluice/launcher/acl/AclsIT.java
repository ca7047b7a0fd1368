package dev.sluice.launcher.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.launcher.admin.CommandRun;
import dev.sluice.launcher.assembly.ConfigPublisher;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.RoleStarter;
import dev.sluice.launcher.assembly.StartedRole;
import dev.sluice.schemas.batch.BatchReply;
import dev.sluice.schemas.batch.BatchRequest;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.config.SluiceFileLoader;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every role and two authors, each a Kafka user with the rights that were printed for it alone. */
@Tag("broker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AclsIT {
  private static final String KEY = "sk-sluice-acls-0123456789abcdefghijklmn";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("ACLS_PROVIDER_KEY", "sk-provider-acls");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ASK =
      "{\"model\": \"openai/gpt-4o-mini\", \"messages\": [{\"role\": \"user\", \"content\":"
          + " \"Hello\"}]}";

  private final Topics topics = new Topics("sluice.", TopicSizing.embedded(1 << 20));
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<StartedRole> roles = new ArrayList<>();
  private GuardedKafka kafka;
  private Path folder;
  private SluiceFile file;
  private String callers = "";

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    folder = data;
    SimulatorServer simulator = keep(SimulatorServer.start(SimulatorConfig.defaults()));
    Path yaml = data.resolve("sluice.yaml");
    Files.writeString(yaml, text(simulator.url()));
    file = ((LoadOutcome.Loaded) SluiceFileLoader.load(yaml, ENVIRONMENT, Set.of())).file();
    List<String> users =
        Stream.concat(Grantee.texts().stream(), Stream.of("author-a", "author-b")).toList();
    kafka = keep(new GuardedKafka(data.resolve("kafka"), users));
    List<AclBinding> bindings = new ArrayList<>();
    for (String role : Grantee.texts()) {
      bindings.addAll(printed(yaml, "--role", role, "--principal", "User:" + role));
    }
    bindings.addAll(printed(yaml, "--project", "a", "--principal", "User:author-a"));
    bindings.addAll(printed(yaml, "--project", "b", "--principal", "User:author-b"));
    try (Admin admin = kafka.asAdmin().admin("acls-test")) {
      admin.createAcls(bindings).all().get(30, TimeUnit.SECONDS);
    }
    starter(Grantee.LAUNCHER).createTopics();
    start(Grantee.ROUTER_WORKER, RoleStarter::routerWorker);
    assertThat(
            new ConfigPublisher(as(Grantee.LAUNCHER))
                .publish(ConfigObjects.fromFile(file), "file", "test", PATIENCE))
        .isInstanceOf(ConfigPublisher.Outcome.Applied.class);
    start(Grantee.PROVIDER_WORKERS, RoleStarter::providerWorkers);
    start(Grantee.COST_STREAM, RoleStarter::costStream);
    start(Grantee.OBSERVABILITY_STREAM, RoleStarter::observabilityStream);
    callers = start(Grantee.INGRESS, RoleStarter::ingress).callerUrl();
    for (StartedRole role : roles) {
      await(role.name())
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(role.notReady().get()).isEmpty());
    }
  }

  @AfterAll
  void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private static String text(String simulator) {
    String project = "{ keys: [ { name: k, hash: \"sha256:%s\" } ] }";
    return """
    server: { port: 0, admin_port: 0, drain_timeout: 1s }
    kafka: { bootstrap_servers: "unused:9092", schema_registry: "http://unused:8081" }
    simulator: { enabled: false }
    router: { session_timeout: 1250ms }
    providers:
      openai: { api_key: "env:ACLS_PROVIDER_KEY", base_url: "%s/v1" }
    projects:
      a: %s
      b: {}
    """
        .formatted(simulator, project.formatted(VirtualKey.hashOf(KEY)));
  }

  /** What the command prints, read back. */
  private static List<AclBinding> printed(Path yaml, String... arguments) {
    CommandRun.Ran ran =
        CommandRun.of(
            Stream.concat(Stream.of("acls", "-f", yaml.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    assertThat(ran.code()).isZero();
    return ran.out().lines().flatMap(line -> PrintedGrants.read(line).stream()).toList();
  }

  private Connection as(Grantee grantee) {
    return new Connection(kafka.as(grantee.text()), topics);
  }

  private RoleStarter starter(Grantee grantee) {
    return new RoleStarter(file, ENVIRONMENT, as(grantee), folder.resolve(grantee.text()), false);
  }

  /** As the command of the role does it. */
  private RoleStarter start(Grantee grantee, Function<RoleStarter, StartedRole> start)
      throws InterruptedException {
    RoleStarter starter = starter(grantee);
    starter.createTopics();
    StartedRole role = start.apply(starter);
    keep(role.closing());
    roles.add(role);
    return starter;
  }

  private <T extends AutoCloseable> T keep(T started) {
    open.push(started);
    return started;
  }

  @Test
  void shouldLetAnAuthorWriteAndReadForItsProject() throws Exception {
    // Given
    KafkaSettings author = kafka.as("author-a");
    BatchRequest request = BatchRequest.newBuilder().setCustomId("row-1").setBody(ASK).build();
    byte[] value = Codecs.of(author.registryUrl()).of(topics.batchRequests("a")).encode(request);

    // When
    write(author, topics.batchRequests("a").name(), value);

    // Then
    BatchReply reply =
        first(
            author,
            topics.batchReplies("a"),
            Map.of("group.id", Rights.groupPrefix("a", topics) + "readers"));
    assertThat(reply.getCustomId()).isEqualTo("row-1");
    assertThat(reply.getStatus()).as(reply.getBody()).isEqualTo(200);
  }

  @Test
  void shouldBringAnHttpCallToTheLedger() throws Exception {
    HttpResponse<String> reply;
    try (HttpClient http = HttpClient.newHttpClient()) {
      reply =
          http.send(
              HttpRequest.newBuilder(URI.create(callers + "/chat/completions"))
                  .header("Authorization", "Bearer " + KEY)
                  .POST(HttpRequest.BodyPublishers.ofString(ASK))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    }
    LedgerEntry entry =
        first(
            kafka.as(Grantee.ANALYSTS.text()),
            topics.spendEntries(),
            Map.of("group.id", "sluice.analysts.ledger"));

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    assertThat(entry.getProject()).isEqualTo("a");
    first(
        kafka.as(Grantee.ANALYSTS.text()),
        topics.latency(),
        Map.of("group.id", "sluice.analysts.latency"));
  }

  @ParameterizedTest
  @CsvSource({
    "author-b, sluice.batch.a.requests",
    "author-b, sluice.batch.a.replies",
    "author-b, sluice.batch.b.replies",
    "author-b, sluice.requests",
    "author-b, sluice.config.commands",
    "ingress, sluice.spend.entries",
    "ingress, sluice.decisions",
    "ingress, sluice.config",
    "ingress, sluice.batch.a.requests",
    "provider-workers, sluice.decisions",
    "provider-workers, sluice.config.commands",
    "cost-stream, sluice.requests",
    "observability-stream, sluice.requests",
    "router-worker, sluice.spend.entries",
    "launcher, sluice.config",
    "operators, sluice.config.commands",
    "analysts, sluice.spend.entries"
  })
  void shouldRefuseToWriteWhatIsAnothers(String user, String topic) {
    KafkaSettings settings = kafka.as(user);

    assertThatExceptionOfType(TopicAuthorizationException.class)
        // Who may write nowhere has no idempotent producer either, and would not be told why.
        .isThrownBy(
            () -> write(settings, topic, new byte[] {1}, Map.of("enable.idempotence", false)))
        .satisfies(e -> assertThat(e.unauthorizedTopics()).containsExactly(topic));
  }

  @ParameterizedTest
  @CsvSource({
    "author-b, sluice.batch.a.requests",
    "author-b, sluice.batch.a.replies",
    "author-b, sluice.batch.a.dead-letter",
    "author-b, sluice.attempts",
    "author-a, sluice.batch.b.replies",
    "ingress, sluice.batch.a.replies",
    "ingress, sluice.decisions",
    "provider-workers, sluice.requests",
    "cost-stream, sluice.requests",
    "observability-stream, sluice.replies",
    "operators, sluice.requests",
    "analysts, sluice.replies"
  })
  void shouldRefuseToReadWhatIsAnothers(String user, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = kafka.as(user).consumer("reader", Map.of())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.seek(new TopicPartition(topic, 0), 0);

      assertThatExceptionOfType(TopicAuthorizationException.class)
          .isThrownBy(() -> pollFor(consumer))
          .satisfies(e -> assertThat(e.unauthorizedTopics()).containsExactly(topic));
    }
  }

  @Test
  void shouldKeepTheGroupsOfAProjectToItsAuthors() {
    Map<String, Object> group = Map.of("group.id", Rights.groupPrefix("a", topics) + "readers");
    try (KafkaConsumer<byte[], byte[]> consumer = kafka.as("author-b").consumer("b", group)) {
      consumer.subscribe(List.of(topics.batchReplies("b").name()));

      assertThatExceptionOfType(GroupAuthorizationException.class)
          .isThrownBy(() -> pollFor(consumer));
    }
  }

  @Test
  void shouldHideTheTopicsOfAProjectFromOtherAuthors() throws Exception {
    try (Admin admin = kafka.as("author-b").admin("b")) {
      assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS))
          .containsExactlyInAnyOrderElementsOf(
              topics.batchOf("b").stream().map(Topic::name).toList());
    }
  }

  @Test
  void shouldTellTheSameConfigurationOffsetOnEveryNode() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String newest = "configuration offset " + (ConfigObjects.fromFile(file).size() - 1);
      for (StartedRole role : roles) {
        String ready = get(http, role.adminUrl() + "/readyz");
        String metrics = get(http, role.adminUrl() + "/metrics");

        assertThat(ready).as(role.name()).isEqualTo("ready\n" + newest + "\n");
        assertThat(metrics)
            .as(role.name())
            .contains("sluice_config_applied_offset " + newest.replaceAll("\\D", "") + ".0\n");
      }
    }
  }

  private static String get(HttpClient http, String url) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void write(KafkaSettings as, String topic, byte[] value) throws Exception {
    write(as, topic, value, Map.of());
  }

  private static void write(
      KafkaSettings as, String topic, byte[] value, Map<String, Object> overrides)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = as.producer("writer", overrides)) {
      producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicAuthorizationException refused) {
        throw refused;
      }
      throw e;
    }
  }

  private static void pollFor(KafkaConsumer<byte[], byte[]> consumer) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      consumer.poll(Duration.ofMillis(100));
    }
  }

  private static <V extends SpecificRecord> V first(
      KafkaSettings as, Topic<V> topic, Map<String, Object> group) {
    try (KafkaConsumer<byte[], byte[]> consumer = as.consumer("reader", group)) {
      consumer.subscribe(List.of(topic.name()));
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          return Codecs.of(as.registryUrl()).of(topic).decode(record.value());
        }
      }
    }
    throw new AssertionError("nothing came on " + topic.name());
  }
}
