package dev.sluice.proofs.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.simulator.SimulatorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Confluent's Python client, on librdkafka and fastavro, reads the spend and writes batches. */
@Tag("broker")
@ResourceLock("programs that are installed")
class StockClientIT {
  private static final Path PROGRAM = Path.of("src", "test", "resources", "stock", "client.py");
  private static final Path PAGE = Path.of("..", "docs", "batch.md");
  private static final Pattern BLOCK = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
  private static final int ROWS = 40;

  @TempDir static Path folder;
  private static PythonClient python;
  private static LocalGateway gateway;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    python = PythonClient.make();
    gateway = LocalGateway.start(folder, SimulatorConfig.defaults());
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void shouldReadTheSpendThatTheProviderBilled() throws Exception {
    // Given
    try (Caller caller = new Caller(gateway.url(), GatewayFile.KEY, Duration.ofSeconds(20))) {
      for (int i = 0; i < 12; i++) {
        String prompt = "Say something [[sim out=" + (5 + i) + "]]";
        String model = i % 2 == 0 ? "openai/gpt-4o-mini" : "anthropic/claude-haiku-4-5";
        Answer answer = caller.ask(new Ask(model, prompt, i % 3 == 0, true, -1, 100));
        assertThat(answer.ending()).isEqualTo(Answer.Ending.FULL);
      }
    }
    List<BilledCall> bill = awaitLedger();

    // When
    JsonNode read = client("spend");

    // Then
    long billed = bill.stream().mapToLong(call -> call.costNanoUsd().orElse(0)).sum();
    assertThat(billed).isPositive();
    assertThat(read.path("entries").asInt()).isEqualTo(bill.size());
    assertThat(read.path("nano_usd").asLong()).isEqualTo(billed);
    assertThat(read.path("output_tokens").asLong())
        .isEqualTo(bill.stream().mapToLong(call -> call.tokens().get("output")).sum());
    assertThat(strings(read.path("sources"))).containsExactly("PROVIDER_USAGE");
    assertThat(read.path("attempts_nano_usd").asLong()).isEqualTo(billed);
    assertThat(strings(read.path("attempt_ids")))
        .containsExactlyInAnyOrderElementsOf(bill.stream().map(BilledCall::attemptId).toList());
  }

  /** Waits until each call on the bill has its entry. */
  private static List<BilledCall> awaitLedger() {
    TopicReader topics = new TopicReader(gateway.connection().kafka());
    BillReader bill = new BillReader(gateway.simulatorUrl());
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            bill::read,
            calls ->
                topics.all(gateway.connection().topics().spendEntries()).size() == calls.size());
  }

  @Test
  void shouldAnswerEachRowOnceAndSetTheBadOnesAside() throws Exception {
    // When
    JsonNode found = client("batch", GatewayFile.PROJECT, Integer.toString(ROWS));

    // Then
    assertThat(found.path("missing")).isEmpty();
    Map<String, JsonNode> replies = byId(found.path("replies"));
    Map<String, JsonNode> dead = byId(found.path("dead"));
    assertThat(found.path("replies")).as("none comes twice").hasSize(ROWS);
    for (int i = 0; i < ROWS; i++) {
      JsonNode reply = replies.getOrDefault("question-" + i, found.path("absent"));
      assertThat(reply.path("status").asInt()).as("question-" + i).isEqualTo(200);
      assertThat(reply.path("key").asText()).isEqualTo(i % 2 == 0 ? "key-" + i : "");
      assertThat(reply.path("tokens").asInt()).isEqualTo(3 + i % 5);
      assertThat(reply.path("cost").asLong()).isPositive();
      if (i % 2 == 1) {
        assertThat(reply.path("partition").asInt()).isEqualTo(i % found.path("partitions").asInt());
      }
    }
    assertThat(kinds(dead))
        .isEqualTo(
            Map.of(
                "no-json", "invalid_request",
                "no-model", "invalid_request",
                "unknown-model", "unknown_model",
                "refused", "invalid_request",
                "", "invalid_request"));
    assertThat(found.path("dead")).hasSize(dead.size());
    JsonNode misspelt = Objects.requireNonNull(dead.get("unknown-model"));
    assertThat(misspelt.path("message").asText()).contains("assistant");
    JsonNode noAvro = Objects.requireNonNull(dead.get(""));
    assertThat(noAvro.path("key").asText()).isEqualTo("no-avro");
    assertThat(noAvro.path("bytes").asInt()).isEqualTo("this is no Avro".length());
  }

  /** The page's own programs, with this gateway's addresses, project and model. */
  @Test
  void shouldRunWhatThePageOnBatchesShows() throws Exception {
    KafkaSettings kafka = gateway.connection().kafka();
    List<String> printed = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      String program =
          block
              .group(1)
              .replace("127.0.0.1:9092", kafka.bootstrapServers())
              .replace("http://127.0.0.1:8081", kafka.registryUrl())
              .replace("sluice.batch.default.", "sluice.batch." + GatewayFile.PROJECT + ".")
              .replace("simulator/echo", GatewayFile.CHAIN);
      Path file = folder.resolve("page" + printed.size() + ".py");
      printed.add(python.text(Files.writeString(file, program)));
    }
    assertThat(printed).hasSize(2);
    assertThat(printed.get(1)).contains("row-17 200");
  }

  private static JsonNode client(String task, String... arguments) throws Exception {
    KafkaSettings kafka = gateway.connection().kafka();
    List<String> all =
        new ArrayList<>(List.of(task, kafka.bootstrapServers(), kafka.registryUrl()));
    all.addAll(List.of(arguments));
    return python.json(PROGRAM, all.toArray(String[]::new));
  }

  private static Map<String, JsonNode> byId(JsonNode records) {
    Map<String, JsonNode> byId = new HashMap<>();
    records.forEach(record -> byId.put(record.path("custom_id").asText(), record));
    return byId;
  }

  private static Map<String, String> kinds(Map<String, JsonNode> dead) {
    Map<String, String> kinds = new HashMap<>();
    dead.forEach((id, letter) -> kinds.put(id, letter.path("kind").asText()));
    return kinds;
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
