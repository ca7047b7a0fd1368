package dev.sluice.proofs.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.Reconciliation;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.simulator.SimulatorConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes to a cache for an hour, and prompts so long that they cost more. */
@Tag("broker")
class PriceClassesIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String WORDS = "rain and wind ".repeat(500);

  @TempDir static Path folder;
  private static LocalGateway gateway;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() throws InterruptedException {
    gateway = LocalGateway.start(folder, SimulatorConfig.defaults(), PriceClassesIT::file);
  }

  /** The provider lists `two-tier` at other prices above 1,000 tokens; so does the file. */
  private static String file(String simulator) {
    return """
    server: { port: 0, admin_port: 0, drain_timeout: 2s }
    kafka: { embedded: true, port: 0, registry_port: 0 }
    simulator: { enabled: false }
    router: { session_timeout: 1250ms }
    providers:
      openai:
        api_key: "env:PROOF_PROVIDER_KEY"
        base_url: "%1$s/v1"
        prices:
          two-tier:
            input: 0.15
            output: 0.6
            cached_input: 0.075
            tiers: [ { above: 1_000, input: 0.3, output: 0.9, cached_input: 0.15 } ]
      anthropic: { api_key: "env:PROOF_PROVIDER_KEY", base_url: "%1$s" }
    projects:
      %2$s:
        keys: [ { name: proof, hash: "sha256:%3$s" } ]
        budgets: [ { name: all, limit: 1 USD, cycle: daily } ]
    """
        .formatted(simulator, GatewayFile.PROJECT, VirtualKey.hashOf(GatewayFile.KEY));
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      HTTP.close();
      gateway.close();
    }
  }

  @Test
  void shouldEqualTheBillForWritesForAnHourAndLongPrompts() throws Exception {
    // When
    ask(
        "/messages",
        "anthropic/claude-sonnet-4-5",
        "tell me of the sea [[sim out=5 cached=2 cache_write=3 cache_write_1h=4]]");
    ask("/chat/completions", "openai/two-tier", "tell me of the sea [[sim out=5 cached=2]]");
    ask("/chat/completions", "openai/two-tier", WORDS + "[[sim out=5 cached=2]]");

    // Then
    var topics = new TopicReader(gateway.connection().kafka());
    await()
        .atMost(LONG)
        .until(() -> topics.all(gateway.connection().topics().spendEntries()).size() >= 3);
    List<LedgerEntry> ledger =
        topics.all(gateway.connection().topics().spendEntries()).stream()
            .map(TopicReader.Read::value)
            .toList();
    List<BilledCall> bill = new BillReader(gateway.simulatorUrl()).read();
    Reconciliation found = Reconciliation.of(bill, ledger);
    assertThat(found.problems()).isEmpty();
    assertThat(found.inexact()).isEmpty();
    assertThat(ledger).extracting(LedgerEntry::getCacheWrite1hTokens).contains(4L);
    assertThat(ledger)
        .extracting(LedgerEntry::getPriceTierAboveTokens)
        .containsExactlyInAnyOrder(null, null, 1_000L);
    for (BilledCall call : bill) {
      LedgerEntry entry =
          ledger.stream()
              .filter(one -> one.getAttemptId().equals(call.attemptId()))
              .findFirst()
              .orElseThrow();
      assertThat(entry.getCostNanoUsd())
          .as(call.toString())
          .isEqualTo(call.costNanoUsd().orElseThrow());
    }
  }

  private static void ask(String path, String model, String prompt) throws Exception {
    String body =
        "{\"model\":\"%s\",\"max_tokens\":40,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, prompt);
    HttpResponse<String> reply =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .timeout(LONG)
                .header("authorization", "Bearer " + GatewayFile.KEY)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    assertThat(reply.headers().firstValue("x-sluice-cost-usd"))
        .hasValueSatisfying(cost -> assertThat(cost).startsWith("0.000"));
  }
}
