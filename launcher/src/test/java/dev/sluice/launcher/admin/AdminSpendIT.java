package dev.sluice.launcher.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.launcher.admin.AdminCalls.Reply;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.id.RequestId;
import dev.sluice.schemas.report.TopicScan;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.spend.LedgerEntry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the admin API tells of spend, and how it is corrected. */
@Tag("broker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminSpendIT {
  private static final String TEAM_KEY = "sk-sluice-admin-test-spend";
  private static final Duration SOON = Duration.ofSeconds(30);

  private AdminGateway gateway;
  private AdminCalls calls;
  private String owner;
  private String attempt = "";
  private BigDecimal cost = BigDecimal.ZERO;

  /** One call of the project other is in the ledger. */
  @BeforeAll
  void start(@TempDir Path data) throws InterruptedException {
    gateway = AdminGateway.start(data);
    calls = gateway.calls();
    owner = gateway.ownerKey();
    put("/projects/team", "{}");
    put("/projects/other", "{}");
    put(
        "/admin-keys/team",
        "{\"hash\": \"%s\", \"role\": \"project-admin\", \"projects\": [\"team\"]}"
            .formatted(VirtualKey.hashOf(TEAM_KEY)));
    Reply key = calls.call(owner, "POST", "/keys", "{\"project\": \"other\", \"name\": \"a\"}");
    assertThat(calls.chat(key.body().path("key").asText())).isEqualTo(200);
    await().atMost(SOON).until(() -> !ledger().isEmpty());
    LedgerEntry entry = ledger().getFirst();
    attempt = entry.getAttemptId();
    cost = BigDecimal.valueOf(entry.getCostNanoUsd(), 9);
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  private void put(String path, String body) {
    Reply reply = calls.call(owner, "PUT", path, body);
    assertThat(reply.status()).as(reply.message()).isEqualTo(201);
  }

  private Reply get(String path) {
    return calls.call(owner, "GET", path, "");
  }

  private List<LedgerEntry> ledger() {
    Connection connection = gateway.running().connection();
    List<LedgerEntry> entries = new ArrayList<>();
    new TopicScan(
            connection.kafka(),
            "spend-test",
            Codecs.of(connection.kafka().registryUrl()),
            SOON,
            left -> {})
        .each(connection.topics().spendEntries(), 0, entries::add);
    return entries;
  }

  private Reply correct(String admin, String attemptId, String usd, String more) {
    return calls.call(
        admin,
        "POST",
        "/corrections",
        "{\"attempt_id\": \"%s\", \"cost_usd\": \"%s\", \"reason\": \"agreed\"%s}"
            .formatted(attemptId, usd, more));
  }

  @Test
  void shouldTellSpendToWhoMayKnowIt() {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(
                    get("/spend?project=other&by=project,model&every=day")
                        .body()
                        .path("rows")
                        .findValuesAsText("value"))
                .containsExactly("other", "simulator/echo"));
    JsonNode counted = get("/spend?project=other").body().path("counted");
    assertThat(counted.path("last_entry_at").asText()).endsWith("Z");
    assertThat(counted.path("behind_attempt_events").isIntegralNumber()).isTrue();
    assertThat(calls.call(TEAM_KEY, "GET", "/spend", "").status()).isEqualTo(403);
    assertThat(calls.call(TEAM_KEY, "GET", "/spend?project=other", "").status()).isEqualTo(403);
    assertThat(calls.call(TEAM_KEY, "GET", "/spend?project=team", "").body().path("rows"))
        .isEmpty();
  }

  @Test
  void shouldRefuseAQuestionThatMakesNoSense() {
    assertThat(get("/spend?by=colour").message())
        .contains("by takes project, user, model, key or tag", "by=user,model");
    assertThat(get("/spend?every=month&to=2026-11-15").message())
        .contains("to=2026-11-15 lies within a month", "say to=2026-11-30, or every=day");
    assertThat(get("/spend?every=week").message()).contains("every takes hour, day or month");
  }

  @Test
  void shouldCorrectAnEntryWithNewOnesThatCountOnce() {
    Reply first = correct(owner, attempt, "0.25", "");
    assertThat(first.status()).as(first.message()).isEqualTo(202);
    assertThat(first.body().path("project").asText()).isEqualTo("other");
    String id = first.body().path("correction_id").asText();
    assertThat(correct(owner, attempt, "0.25", ", \"correction_id\": \"" + id + "\"").status())
        .isEqualTo(202);
    assertThat(
            gateway.run("spend", "correct", attempt, "--usd=-0.05", "--reason", "credited").out())
        .contains("adds -0.05 USD to project other");

    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          JsonNode row = get("/spend?project=other").body().path("rows").path(0);
          assertThat(new BigDecimal(row.path("cost_usd").asText()))
              .isEqualByComparingTo(cost.add(new BigDecimal("0.20")));
          assertThat(row.path("attempts").asInt()).isEqualTo(1);
        });
    assertThat(ledger())
        .extracting(LedgerEntry::getReason)
        .contains("admin-key/first: agreed", "admin-key/first: credited");
  }

  @Test
  void shouldRefuseACorrectionThatIsWrong() {
    assertThat(correct(TEAM_KEY, attempt, "1", "").status()).isEqualTo(403);
    assertThat(correct(owner, attempt, "1 EUR", "").message())
        .contains("cost_usd is what is added");
    assertThat(correct(owner, attempt, "0", "").status()).isEqualTo(400);
    assertThat(correct(owner, "a", "1", "").message())
        .contains("attempt_id is the id of an attempt");
    assertThat(correct(owner, attempt, "1", ", \"usd\": 1").message())
        .contains("Unknown field usd");
    assertThat(correct(owner, attempt, "1", ", \"correction_id\": \"x\"").message())
        .contains("correction_id is a UUIDv7");
    assertThat(correct(owner, RequestId.create(Instant.now()).value() + "-1", "1", "").status())
        .isEqualTo(404);
  }
}
