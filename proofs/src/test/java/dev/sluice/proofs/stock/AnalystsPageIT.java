package dev.sluice.proofs.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proofs.badinput.Commands;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.spend.SpendWindow;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.simulator.SimulatorConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the page for analysts shows finds what the provider billed, and so does the command. */
@Tag("broker")
@ResourceLock("programs that are installed")
class AnalystsPageIT {
  private static final Path PAGE = Path.of("..", "docs", "analysts.md");
  private static final Pattern BLOCK = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
  private static final Pattern USD = Pattern.compile("(?<usd>[0-9.E-]+) USD");
  private static final int CALLS = 12;

  @TempDir static Path folder;
  private static LocalGateway gateway;
  private static BigDecimal billed = BigDecimal.ZERO;

  @BeforeAll
  static void start() throws Exception {
    gateway = LocalGateway.start(folder, SimulatorConfig.defaults());
    try (Caller caller = new Caller(gateway.url(), GatewayFile.KEY, Duration.ofSeconds(20))) {
      for (int i = 0; i < CALLS; i++) {
        String prompt = "Say something [[sim out=" + (5 + i) + "]]";
        String model = i % 2 == 0 ? "openai/gpt-4o-mini" : "anthropic/claude-haiku-4-5";
        Answer answer =
            caller.ask(new Ask(model, prompt, false, true, -1, 100, i < 4 ? "ann" : "bob"));
        assertThat(answer.ending()).isEqualTo(Answer.Ending.FULL);
      }
    }
    long nanoUsd =
        new BillReader(gateway.simulatorUrl())
            .read().stream().mapToLong(AnalystsPageIT::cost).sum();
    billed = BigDecimal.valueOf(nanoUsd, 9);
    for (Topic<SpendWindow> topic :
        List.of(
            gateway.connection().topics().spendHourly(),
            gateway.connection().topics().spendDaily(),
            gateway.connection().topics().spendMonthly())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(projectAttempts(topic)).isEqualTo(CALLS));
    }
  }

  private static long cost(BilledCall call) {
    return call.costNanoUsd().orElse(0);
  }

  /** Attempts of all windows; an hour may have ended between two calls. */
  private static long projectAttempts(Topic<SpendWindow> topic) {
    Map<Long, Long> latest = new HashMap<>();
    new TopicReader(gateway.connection().kafka())
        .all(topic).stream()
            .map(TopicReader.Read::value)
            .filter(window -> window.getDimension().equals("project"))
            .forEach(window -> latest.put(window.getWindowStartMs(), window.getAttempts()));
    return latest.values().stream().mapToLong(Long::longValue).sum();
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  /** The page's own programs, with this gateway's addresses. */
  @Test
  void shouldRunWhatThePageForAnalystsShows() throws Exception {
    PythonClient python = PythonClient.make();
    List<String> printed = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      Path file = folder.resolve("analysts" + printed.size() + ".py");
      printed.add(python.text(Files.writeString(file, withAddresses(block.group(1)))));
    }

    assertThat(printed).hasSize(2);
    assertThat(printed.get(0))
        .contains("proof ann openai/gpt-4o-mini ", "proof bob anthropic/claude-haiku-4-5 ")
        .contains(" USD, 0 unpriced");
    assertThat(sum(printed.get(0))).isEqualByComparingTo(billed);
    assertThat(printed.get(1)).contains("proof|user|ann|", "proof|user|bob|");
    assertThat(sum(printed.get(1))).isEqualByComparingTo(billed);
  }

  @Test
  void shouldRunTheJavaScriptOfThePage() throws Exception {
    NodeClient node = NodeClient.make();
    Path file = node.folder().resolve("analysts.mjs");
    Files.writeString(file, withAddresses(block("js")));

    String printed = node.text(file);

    assertThat(printed).contains("proof|user|ann|", "proof|user|bob|");
    assertThat(
            printed
                .lines()
                .map(line -> new BigDecimal(line.split(" ")[1]).movePointLeft(9))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(billed);
  }

  /** The ledger as lines of JSON, as the page makes it, in DuckDB. */
  @Test
  void shouldRunTheDuckDbOfThePage() throws Exception {
    PythonClient python = PythonClient.make();
    python.install("duckdb==2.0.1");
    Files.writeString(
        folder.resolve("entries.jsonl"),
        command("topics", "tail", "spend.entries", "-n", "1000000")
            .lines()
            .map(line -> line.replaceFirst("^[^{]*", ""))
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n")));
    Path program = folder.resolve("duck.py");
    Files.writeString(
        program,
        """
        import duckdb, sys
        sql = open(sys.argv[1]).read()
        rows = duckdb.sql(sql)
        at = rows.columns.index("nano_usd")
        print(sum(int(row[at]) for row in rows.fetchall()))
        """);
    Path sql = folder.resolve("duck.sql");
    Files.writeString(
        sql,
        block("sql")
            .replace("'entries.jsonl'", "'" + folder.resolve("entries.jsonl") + "'")
            .strip()
            .replaceFirst(";$", ""));

    assertThat(new BigDecimal(python.text(program, sql.toString()).strip()).movePointLeft(9))
        .isEqualByComparingTo(billed);
  }

  /** Where kcat is installed; values only where it was built with Avro. */
  @Test
  void shouldRunTheKcatOfThePage() throws Exception {
    Programs.need(folder, List.of("kcat", "-V"));
    boolean readsAvro = Programs.text(folder, List.of("kcat", "-V")).contains("Avro");
    String page = Files.readString(PAGE);
    Matcher block =
        Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
            .matcher(page.substring(page.indexOf("## kcat")));
    assertThat(block.find()).isTrue();
    List<String> commands = block.group(1).lines().toList();
    assertThat(commands).hasSize(2);

    String keys = Programs.text(folder, List.of("sh", "-c", withAddresses(commands.getFirst())));
    assertThat(keys).contains("proof|user|ann|", "proof|user|bob|");
    if (readsAvro) {
      assertThat(Programs.text(folder, List.of("sh", "-c", withAddresses(commands.getLast()))))
          .contains("cost_nano_usd");
    }
  }

  /** The first block of this language. */
  private static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String withAddresses(String program) {
    KafkaSettings kafka = gateway.connection().kafka();
    return program
        .replace("127.0.0.1:9092", kafka.bootstrapServers())
        .replace("http://127.0.0.1:8081", kafka.registryUrl());
  }

  private static BigDecimal sum(String printed) {
    return USD.matcher(printed)
        .results()
        .map(found -> new BigDecimal(found.group("usd")))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void shouldTellTheSameSpendEveryHourDayAndMonth() throws Exception {
    for (String every : List.of("hour", "day", "month")) {
      JsonNode answer =
          new ObjectMapper().readTree(spend("--by", "user,model", "--every", every, "-o", "json"));

      Map<String, BigDecimal> sums = new HashMap<>();
      answer
          .path("rows")
          .forEach(row ->
              sums.merge(
                  row.path("by").asText(),
                  new BigDecimal(row.path("cost_usd").asText()),
                  BigDecimal::add));
      assertThat(sums).as(every).isEqualTo(Map.of("user", billed, "model", billed));
      assertThat(answer.path("counted").path("last_entry_at").asText()).endsWith("Z");
      assertThat(answer.path("counted").path("behind_attempt_events").asInt(-1)).isZero();
    }
  }

  @Test
  void shouldSayBesideATableHowFarItHasCounted() throws Exception {
    assertThat(spend("--project", GatewayFile.PROJECT, "--by", "user"))
        .contains("ann", "bob", "sluice: counted up to 2", "behind by 0 attempt events");
    assertThat(spend("--project", "another", "--by", "user")).doesNotContain("ann");
  }

  @Test
  void shouldRefuseASpanThatCutsAWindowAndSayWhatToDo() {
    Commands.Result result = Commands.run("spend", "--every", "month", "--to", "2026-11-15");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.text()).contains("--to 2026-11-15", "say --to 2026-11-30, or --every day");
  }

  private static String spend(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("spend"));
    arguments.addAll(List.of(options));
    return command(arguments.toArray(String[]::new));
  }

  private static String command(String... given) throws IOException {
    KafkaSettings kafka = gateway.connection().kafka();
    Path file = folder.resolve("spend.yaml");
    Files.writeString(
        file,
        "kafka: { bootstrap_servers: \"%s\", schema_registry: \"%s\" }\n"
            .formatted(kafka.bootstrapServers(), kafka.registryUrl()));
    List<String> arguments = new ArrayList<>(List.of(given));
    arguments.addAll(List.of("-f", file.toString()));
    Commands.Result result = Commands.run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.text()).isZero();
    return result.text();
  }
}
