package dev.sluice.proofs.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.launcher.assembly.AllInOne;
import dev.sluice.proofs.badinput.RawTopics;
import dev.sluice.proofs.bill.Books;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.schemas.batch.BatchRequest;
import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.config.SluiceFileLoader;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A run with recognisable secrets, good and bad, then a look at everything that it left: records,
 * logs, metrics, answers and what the commands print.
 */
@Tag("broker")
@Isolated("reads all that is printed and logged")
class SecretsIT {
  private static final String KEY = "sk-sluice-good-8d1f20c4a7e9463bb0";
  private static final String REVOKED = "sk-sluice-revoked-51c7aa90de3b4f12";
  private static final String WRONG = "sk-sluice-wrong-e07b33c9d1fa4462";
  private static final String ELSEWHERE = "sk-elsewhere-77aa1c0b9d2e4f58";
  private static final String PASSWORD = "basic-password-6b2fd4e18c90";
  private static final String LITERAL = "sk-literal-93e8d7c6b5a4f3e2";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SECRET_OPENAI", "sk-openai-4c2e9b7d1f60a853",
          "SECRET_ANTHROPIC", "sk-ant-b8f31e6a0c9d7254",
          "SECRET_LEAKY", "sk-leaky-0d9c8b7a6f5e4d3c",
          "SECRET_SIGNING", "whsec_c2lnbmluZy1rZXktMDEyMzQ1Njc4OWFiY2RlZg==",
          "SECRET_JAAS", "org.example.Login required password=\"jaas-1f2e3d4c5b6a\";",
          "SECRET_STORE", "keystore-password-a1b2c3d4e5");
  private static final String HOOK = "T0B0-hook-3f2a1b4c5d6e7f80";
  private static final String MOUNTED = "sk-mounted-5a6b7c8d9e0f1a2b";
  private static final String ROTATED = "sk-rotated-9f8e7d6c5b4a3f2e";
  private static final String FIRST_LINE = "sk-first-line-2d4c6b8a0f1e3957";
  private static final String SECOND_LINE = "sk-second-line-7b9d1f3e5a0c2846";
  private static final Duration WAIT = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static final SecretScan ANSWERS = scan();
  private static final AtomicInteger ERRORS = new AtomicInteger();
  private static CapturedLogs logs;
  private static LeakyProvider leaky;
  private static SimulatorServer simulator;
  private static AllInOne gateway;
  private static HttpClient http;

  private static SecretScan scan() {
    SecretScan scan = new SecretScan();
    ENVIRONMENT.forEach(scan::forSecret);
    return scan.forSecret("the secret in SECRET_JAAS", "jaas-1f2e3d4c5b6a")
        .forSecret("address of a webhook", HOOK)
        .forSecret("credential in a mounted folder", MOUNTED)
        .forSecret("credential that replaced it", ROTATED)
        .forSecret("first line of a credential", FIRST_LINE)
        .forSecret("second line of a credential", SECOND_LINE)
        .forSecret("virtual key", KEY)
        .forSecret("revoked key", REVOKED)
        .forSecret("wrong key", WRONG)
        .forSecret("key in a wrong place", ELSEWHERE)
        .forSecret("password", PASSWORD)
        .forSecret("literal", LITERAL);
  }

  @BeforeAll
  static void run() throws Exception {
    logs = new CapturedLogs();
    leaky = LeakyProvider.start();
    simulator = SimulatorServer.start(SimulatorConfig.defaults());
    mount("..v1", MOUNTED);
    Files.writeString(folder.resolve("lines"), FIRST_LINE + "\n" + SECOND_LINE + "\n");
    Map<String, String> environment = environment();
    gateway = AllInOne.start(load(file(), environment), environment, folder.resolve("data"));
    http = HttpClient.newHttpClient();
    goodCallers();
    rotate();
    refusedCallers();
    batch();
    await().atMost(WAIT).until(() -> !leaky.alerts().isEmpty());
    TopicReader reader = new TopicReader(gateway.connection().kafka());
    await()
        .atMost(WAIT)
        .untilAsserted(() ->
            assertThat(Books.withoutOutcome(reader, gateway.connection().topics())).isEmpty());
  }

  @AfterAll
  static void stop() {
    http.shutdownNow();
    gateway.close();
    simulator.close();
    leaky.close();
    logs.close();
  }

  @Test
  void shouldLeaveNoSecretInAnyRecord() {
    SecretScan scan = scan();
    RawTopics topics = new RawTopics(gateway.connection().kafka());
    AtomicInteger records = new AtomicInteger();
    List<String> names = topics.names();
    topics.each(
        names,
        record -> {
          records.incrementAndGet();
          scan.look("keys of " + record.topic(), record.key());
          scan.look("values of " + record.topic(), record.value());
          for (Header header : record.headers()) {
            scan.look("headers of " + record.topic(), header.key());
            scan.look("headers of " + record.topic(), header.value());
          }
        });

    assertThat(names).contains("__consumer_offsets", "_schemas", "sluice.fallback");
    assertThat(records).hasValueGreaterThan(100);
    assertThat(scan.findings()).isEmpty();
  }

  @Test
  void shouldLeaveNoSecretInTheLogs() {
    SecretScan scan = scan();
    List<String> lines = logs.lines();
    lines.forEach(line -> scan.look("log of " + line.split(" ", 3)[1], line));

    assertThat(lines).anyMatch(line -> line.startsWith("DEBUG dev.sluice"));
    assertThat(lines).anyMatch(line -> line.contains("ProducerConfig values"));
    assertThat(lines).anyMatch(line -> line.contains("lines leads to is no header value"));
    assertThat(scan.findings()).isEmpty();
  }

  @Test
  void shouldLeaveNoSecretOnTheAdminPorts() throws Exception {
    SecretScan scan = scan();
    for (String admin : gateway.adminUrls()) {
      for (String page : List.of("/metrics", "/readyz", "/healthz")) {
        String text =
            http.send(
                    HttpRequest.newBuilder(URI.create(admin + page)).build(),
                    BodyHandlers.ofString())
                .body();
        assertThat(text).isNotEmpty();
        scan.look(page, text);
      }
    }

    assertThat(gateway.adminUrls()).hasSize(5);
    assertThat(scan.findings()).isEmpty();
  }

  /** The answers were looked at as they came. */
  @Test
  void shouldLeaveNoSecretInAnyAnswer() {
    assertThat(ERRORS).hasValueGreaterThan(15);
    assertThat(ANSWERS.findings()).isEmpty();
  }

  @Test
  void shouldTellTheWebhookOfTheBudget() {
    assertThat(leaky.alerts()).anyMatch(alert -> alert.contains("`project/secret/watch`"));
  }

  @Test
  void shouldCallWithTheCredentialThatReplacedTheFirst() {
    assertThat(leaky.credentials())
        .contains(MOUNTED, ROTATED)
        .noneMatch(credential -> credential.contains(FIRST_LINE));
  }

  @Test
  void shouldPrintNoSecret() throws Exception {
    SecretScan scan = scan();
    Path here = Files.writeString(folder.resolve("here.yaml"), fileOfCommands());
    Path literal =
        Files.writeString(
            folder.resolve("literal.yaml"),
            "providers: { openai: { api_key: "
                + LITERAL
                + " } }\nkafka: { properties: {"
                + " ssl.keystore.password: "
                + LITERAL
                + " } }\n");
    List<String> printed = new ArrayList<>();
    printed.add(Printed.by("check", "-f", literal.toString()));
    printed.add(Printed.by("check", "-f", here.toString()));
    printed.add(Printed.by("topics", "list", "-f", here.toString()));
    for (String topic :
        List.of("requests", "decisions", "fallback", "replies", "attempts", "outcomes", "config")) {
      printed.add(Printed.by("topics", "tail", topic, "-n", "500", "-f", here.toString()));
    }
    new TopicReader(gateway.connection().kafka())
        .all(gateway.connection().topics().outcomes()).stream()
            .map(outcome -> outcome.value())
            .filter(outcome -> outcome.getRequestedModel().matches("leaky/(400|500)|chain"))
            .limit(4)
            .forEach(outcome ->
                printed.add(
                    Printed.by("request", "show", outcome.getRequestId(), "-f", here.toString())));
    printed.forEach(text -> scan.look("what a command printed", text));

    assertThat(printed).hasSizeGreaterThan(12).allMatch(text -> !text.isBlank());
    assertThat(printed).anyMatch(text -> text.contains("You sent the key ***"));
    assertThat(scan.findings()).isEmpty();
  }

  @Test
  void shouldFindASecretThatWasPlanted() throws Exception {
    SecretScan planted = new SecretScan().forSecret("planted", ELSEWHERE + "-planted");
    String topic = gateway.connection().topics().audit().name();
    try (KafkaProducer<byte[], byte[]> producer =
        gateway.connection().kafka().producer("planter", Map.of())) {
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, new byte[0]);
      String basic = "user:" + ELSEWHERE + "-planted";
      record.headers().add("h", Base64.getEncoder().encode(basic.getBytes(StandardCharsets.UTF_8)));
      producer.send(record).get();
    }

    new RawTopics(gateway.connection().kafka())
        .each(
            topic,
            record -> record.headers().forEach(header -> planted.look(topic, header.value())));

    assertThat(planted.findings()).containsOnlyKeys("planted in " + topic);
  }

  private static void goodCallers() throws Exception {
    List<Callable<Object>> asks = new ArrayList<>();
    try (Caller caller = new Caller(gateway.url(), KEY, Duration.ofSeconds(15));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String model : List.of("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5")) {
        for (String directive :
            List.of("out=5", "fault=401", "fault=429", "fault=500", "fault=malformed")) {
          String text = "hi [[sim " + directive + "]]";
          asks.add(() -> caller.ask(new Ask(model, text, false, false, -1, 20)));
          asks.add(() -> caller.ask(new Ask(model, text, true, true, -1, 20)));
        }
        asks.add(() -> caller.ask(new Ask(model, "hi [[sim out=60 tps=100]]", true, true, 3, 80)));
      }
      for (String model :
          List.of(
              "leaky/400",
              "leaky/401",
              "leaky/403",
              "leaky/404",
              "leaky/429",
              "leaky/500",
              "leaky/503",
              "leaky/200",
              "leaky/stream",
              "closed/x",
              "lines/400",
              "chain")) {
        asks.add(() -> ask(Map.of("authorization", "Bearer " + KEY), "", model, ""));
        asks.add(
            () -> ask(Map.of("authorization", "Bearer " + KEY), "", model, ",\"stream\":true"));
      }
      for (Future<Object> asked : threads.invokeAll(asks)) {
        asked.get();
      }
    }
  }

  /** Calls before the credential in the mounted folder is swapped, and after. */
  private static void rotate() throws Exception {
    Map<String, String> good = Map.of("authorization", "Bearer " + KEY);
    ask(good, "", "mounted/400", "");
    mount("..v2", ROTATED);
    await()
        .atMost(WAIT)
        .until(() -> {
          ask(good, "", "mounted/400", "");
          return leaky.credentials().contains(ROTATED);
        });
  }

  private static void mount(String version, String credential) throws IOException {
    Path target = Files.createDirectories(folder.resolve("credentials").resolve(version));
    Files.writeString(target.resolve("leaky"), credential + "\n");
    Path link =
        Files.createSymbolicLink(
            folder.resolve("credentials").resolve("..data_tmp"), target.getFileName());
    Files.move(
        link, folder.resolve("credentials").resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void refusedCallers() throws Exception {
    String basic =
        Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    for (Map<String, String> headers :
        List.of(
            Map.of("authorization", "Bearer " + WRONG),
            Map.of("authorization", "Bearer " + REVOKED),
            Map.of("authorization", "Bearer " + KEY + "x"),
            Map.of("authorization", WRONG),
            Map.of("authorization", "Basic " + basic),
            Map.of("x-api-key", ELSEWHERE),
            Map.of("api-key", ELSEWHERE, "cookie", "session=" + ELSEWHERE),
            Map.of("authorization", "Bearer " + KEY, "x-sluice-deadline-ms", ELSEWHERE),
            Map.of("authorization", "Bearer " + KEY, "content-type", "text/" + ELSEWHERE),
            Map.of("authorization", "Bearer " + KEY, "x-sluice-tags", "a b " + ELSEWHERE))) {
      ask(headers, "", "openai/gpt-4o-mini", "");
      ask(headers, "?api_key=" + ELSEWHERE, "openai/gpt-4o-mini", "");
    }
    ask(Map.of("authorization", "Bearer " + KEY), "/x?api_key=" + ELSEWHERE, "x", "");
  }

  private static HttpResponse<String> ask(
      Map<String, String> headers, String query, String model, String more) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/chat/completions" + query))
            .timeout(Duration.ofSeconds(20))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"%s\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
                        .formatted(model, more)));
    headers.forEach(request::header);
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 400 || response.body().contains("\"error\"")) {
      ERRORS.incrementAndGet();
    }
    boolean echo = headers.getOrDefault("content-type", "").contains(ELSEWHERE);
    String own = response.body() + response.headers();
    // A caller is told the content type that it sent; that one is no credential's place.
    ANSWERS.look("an answer about " + model, echo ? own.replace(ELSEWHERE, "") : own);
    return response;
  }

  private static void batch() throws Exception {
    Topic<BatchRequest> topic = gateway.connection().topics().batchRequests("secret");
    Codecs codecs = Codecs.of(gateway.connection().kafka().registryUrl());
    try (KafkaProducer<byte[], byte[]> producer =
        gateway.connection().kafka().producer("author", Map.of())) {
      for (String model : List.of("openai/gpt-4o-mini", "leaky/400", "nobody/x")) {
        BatchRequest batch = BatchRequest.newBuilder().build();
        batch.setCustomId(model);
        batch.setDialect("openai-chat");
        batch.setBody(
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .formatted(model));
        producer.send(new ProducerRecord<>(topic.name(), codecs.of(topic).encode(batch))).get();
      }
    }
  }

  private static Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(ENVIRONMENT);
    all.put("SECRET_HOOK_URL", leaky.url() + "/services/" + HOOK);
    return all;
  }

  private static SluiceFile load(String text, Map<String, String> environment) {
    return switch (SluiceFileLoader.loadText(
        "secrets.yaml", text, environment, EnumSet.allOf(Role.class))) {
      case LoadOutcome.Loaded loaded -> loaded.file();
      case LoadOutcome.Invalid invalid -> throw new IllegalArgumentException(invalid.report());
    };
  }

  private static String file() {
    return """
    server: { port: 0, admin_port: 0, drain_timeout: 2s }
    kafka:
      embedded: true
      port: 0
      registry_port: 0
      properties:
        sasl.jaas.config: "env:SECRET_JAAS"
        ssl.keystore.password: "env:SECRET_STORE"
    simulator: { enabled: false }
    """
        + objects();
  }

  private static String fileOfCommands() {
    return """
    kafka: { bootstrap_servers: "%s", schema_registry: "%s", partitions: 6 }
    simulator: { enabled: false }
    """
            .formatted(
                gateway.connection().kafka().bootstrapServers(),
                gateway.connection().kafka().registryUrl())
        + objects();
  }

  private static String objects() {
    return """
    providers:
      openai:    { api_key: "env:SECRET_OPENAI", base_url: "%1$s/v1" }
      anthropic: { api_key: "env:SECRET_ANTHROPIC", base_url: "%1$s" }
      leaky:     { type: openai-compatible, api_key: "env:SECRET_LEAKY", base_url: "%2$s/v1" }
      closed:    { type: openai-compatible, api_key: "env:SECRET_LEAKY", base_url: "http://127.0.0.1:1/v1" }
      mounted:   { type: openai-compatible, api_key: "folder:%5$s#leaky", base_url: "%2$s/v1" }
      lines:     { type: openai-compatible, api_key: "file:%6$s", base_url: "%2$s/v1" }
    alerts:
      webhooks:
        - { name: hook, url: "env:SECRET_HOOK_URL", format: slack, secret: "env:SECRET_SIGNING" }
    models:
      chain:
        deployments: [ { use: leaky/500 }, { use: closed/x }, { use: openai/gpt-4o-mini } ]
    projects:
      secret:
        budgets: [ { name: watch, limit: 0.000001 USD, mode: soft, alerts: [ 50 ] } ]
        keys:
          - { name: good, hash: "sha256:%3$s" }
          - { name: gone, hash: "sha256:%4$s", revoked: true }
    """
        .formatted(
            simulator.url(),
            leaky.url(),
            VirtualKey.hashOf(KEY),
            VirtualKey.hashOf(REVOKED),
            folder.resolve("credentials"),
            folder.resolve("lines"));
  }
}
