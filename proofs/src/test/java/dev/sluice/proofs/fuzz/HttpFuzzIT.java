package dev.sluice.proofs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proofs.bill.Books;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.simulator.SimulatorConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No noise on the HTTP surface gives an unexplained answer, a hang or a lost exchange. */
@Tag("broker")
class HttpFuzzIT {
  private static final int CASES = 420;
  private static final int AT_ONCE = 12;
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Set<Integer> EXPLAINED = Set.of(502, 503, 504);
  @TempDir static Path folder;
  private static LocalGateway gateway;

  @BeforeAll
  static void start() throws InterruptedException {
    gateway = LocalGateway.start(folder, SimulatorConfig.defaults());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void shouldAnswerEveryCaseExplainedAndInTimeAndLoseNothing() throws Exception {
    // When
    Map<Integer, Integer> statuses = new TreeMap<>();
    List<String> problems = Collections.synchronizedList(new ArrayList<>());
    List<Future<RawExchange>> exchanges = new ArrayList<>();
    Semaphore slots = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < FuzzSettings.cases(CASES); i++) {
        FuzzCase fuzz = FuzzCases.of(i);
        slots.acquire();
        exchanges.add(
            threads.submit(() -> {
              try {
                RawExchange exchange = RawExchange.of(fuzz, URI.create(gateway.url()), BOUND);
                problemOf(fuzz, exchange, problems);
                return exchange;
              } finally {
                slots.release();
              }
            }));
      }
    }
    for (Future<RawExchange> exchange : exchanges) {
      exchange.get().statuses().forEach(status -> statuses.merge(status, 1, Integer::sum));
    }

    // Then
    assertThat(problems).isEmpty();
    assertThat(statuses).containsKeys(200, 400);
    await()
        .atMost(WAIT)
        .untilAsserted(() -> {
          assertThat(gauge("sluice_ingress_in_flight")).isZero();
          assertThat(gauge("sluice_ingress_connections")).isZero();
        });
    TopicReader topics = new TopicReader(gateway.connection().kafka());
    await()
        .atMost(WAIT)
        .untilAsserted(() ->
            assertThat(Books.withoutOutcome(topics, gateway.connection().topics())).isEmpty());
    assertServes();
  }

  private static void problemOf(FuzzCase fuzz, RawExchange exchange, List<String> problems) {
    if (!exchange.ended()) {
      problems.add("hangs after " + exchange.tookMs() + " ms: " + fuzz);
    }
    for (int status : exchange.statuses()) {
      if (status >= 500 && !EXPLAINED.contains(status)) {
        problems.add("answered " + exchange.text() + " to " + fuzz);
      }
    }
    long errors = exchange.statuses().stream().filter(status -> status >= 400).count();
    if (errors > 0 && !exchange.text().contains("\"error\":{\"message\":\"")) {
      problems.add("an error without a message, " + exchange.text() + ", to " + fuzz);
    }
    if (exchange.statuses().stream().anyMatch(status -> status >= 500)
        && !exchange.text().contains("\"code\":\"")) {
      problems.add("an error without a code, " + exchange.text() + ", to " + fuzz);
    }
    if (fuzz.end() == FuzzCase.End.READS && exchange.statuses().isEmpty()) {
      problems.add("no answer to " + fuzz);
    }
  }

  private static void assertServes() {
    try (Caller caller = new Caller(gateway.url(), GatewayFile.KEY, Duration.ofSeconds(10))) {
      Answer answer =
          caller.ask(new Ask(GatewayFile.CHAIN, "hi [[sim out=3]]", true, true, -1, 20));
      assertThat(answer.ending()).as(answer.toString()).isEqualTo(Answer.Ending.FULL);
    }
  }

  private static double gauge(String name) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String page =
          http.send(
                  HttpRequest.newBuilder(URI.create(gateway.adminUrl() + "/metrics")).build(),
                  BodyHandlers.ofString())
              .body();
      return page.lines()
          .filter(line -> line.startsWith(name + ' '))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow();
    }
  }
}
