package dev.sluice.cost.spend;

import static dev.sluice.cost.CostFixture.NOW;
import static dev.sluice.cost.CostFixture.outcome;
import static dev.sluice.cost.CostFixture.told;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cost.CostFixture;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.spend.SpendWindow;
import dev.sluice.schemas.usage.Usages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendWindowsTest {
  private static final Duration FLUSH = SpendProcessor.UPSERT_EVERY;
  private CostFixture cost;

  @BeforeEach
  void open(@TempDir Path stateDir) {
    cost = new CostFixture(stateDir);
  }

  @AfterEach
  void close() {
    cost.close();
  }

  @Test
  void shouldUpsertEveryScopeOnceASecond() {
    cost.attempt(outcome(1));
    cost.attempt(outcome(1));
    assertThat(cost.upserts()).isEmpty();

    cost.pass(FLUSH);

    Map<String, SpendWindow> upserts = cost.upserts();
    assertThat(upserts)
        .containsOnlyKeys(
            "search|project|search|2026-11",
            "search|user|ann|2026-11",
            "search|model|assistant|2026-11",
            "search|key|key-1|2026-11",
            "search|tag|blue|2026-11",
            "search|tag|green|2026-11");
    assertThat(upserts.values())
        .allSatisfy(window -> {
          assertThat(window.getAccount()).isEqualTo("acme");
          assertThat(window.getProject()).isEqualTo("search");
          assertThat(window.getWindow()).isEqualTo("monthly");
          assertThat(window.getWindowStartMs())
              .isEqualTo(Instant.parse("2026-11-01T00:00:00Z").toEpochMilli());
          assertThat(window.getCostNanoUsd()).isEqualTo(4_000_000);
          assertThat(window.getAttempts()).isEqualTo(2);
          assertThat(window.getInputTokens()).isEqualTo(2_000);
          assertThat(window.getOutputTokens()).isEqualTo(1_000);
          assertThat(window.getLastEntryAtMs()).isEqualTo(NOW.toEpochMilli());
        });
  }

  @Test
  void shouldUpsertDaysAndHoursOnTopicsOfTheirOwn() {
    cost.attempt(outcome(1));
    cost.pass(FLUSH);

    assertThat(cost.upserts(CostFixture.TOPICS.spendDaily()))
        .hasSize(6)
        .hasEntrySatisfying(
            "search|user|ann|2026-11-22",
            day -> window(day, "daily", Instant.parse("2026-11-22T00:00:00Z")));
    assertThat(cost.upserts(CostFixture.TOPICS.spendHourly()))
        .hasSize(6)
        .hasEntrySatisfying("search|user|ann|2026-11-22T12", hour -> window(hour, "hourly", NOW));
  }

  private static void window(SpendWindow window, String length, Instant start) {
    assertThat(window.getWindow()).isEqualTo(length);
    assertThat(window.getWindowStartMs()).isEqualTo(start.toEpochMilli());
    assertThat(window.getValue()).isEqualTo("ann");
    assertThat(window.getCostNanoUsd()).isEqualTo(2_000_000);
  }

  @Test
  void shouldGoOnFromWhatWasSent() {
    cost.attempt(outcome(1));
    cost.pass(FLUSH);
    cost.upserts();

    cost.attempt(outcome(1));
    cost.pass(FLUSH);
    cost.pass(FLUSH);

    assertThat(project().getAttempts()).isEqualTo(2);
  }

  @Test
  void shouldSendNothingWhenNothingChanges() {
    cost.attempt(outcome(1));
    cost.pass(FLUSH);
    cost.upserts();

    cost.pass(FLUSH.multipliedBy(10));

    assertThat(cost.upserts()).isEmpty();
  }

  @Test
  void shouldCountALateAttemptInTheWindowsWhenItHappened() {
    AttemptEvent october = outcome(1);
    october.setAtMs(Instant.parse("2026-10-31T23:59:59Z").toEpochMilli());
    AttemptEvent november = outcome(1);
    november.setAtMs(Instant.parse("2026-11-01T00:00:00Z").toEpochMilli());
    Instant entered = Instant.parse("2026-11-01T00:00:02Z");

    cost.attempt(november, entered);
    cost.attempt(october, entered.plusSeconds(1));
    cost.pass(FLUSH);

    assertThat(cost.upserts().keySet())
        .contains("search|project|search|2026-10", "search|project|search|2026-11");
    assertThat(cost.upserts(CostFixture.TOPICS.spendDaily()).keySet())
        .contains("search|project|search|2026-10-31", "search|project|search|2026-11-01");
    assertThat(cost.upserts(CostFixture.TOPICS.spendHourly()).keySet())
        .contains("search|project|search|2026-10-31T23", "search|project|search|2026-11-01T00");
  }

  @Test
  void shouldSayHowSureTheSumIs() {
    AttemptEvent estimated = outcome(1);
    estimated.setUsage(Usages.estimated(1, 1));
    AttemptEvent unpriced = outcome(1);
    unpriced.setPriceVersion("test-0");

    cost.attempt(estimated);
    cost.attempt(unpriced);
    cost.pass(FLUSH);

    SpendWindow project = project();
    assertThat(project.getAttempts()).isEqualTo(2);
    assertThat(project.getEstimatedAttempts()).isEqualTo(1);
    assertThat(project.getUnpricedAttempts()).isEqualTo(1);
    assertThat(project.getCostNanoUsd()).isEqualTo(3_000);
  }

  @Test
  void shouldNotCountARepeatedAttempt() {
    AttemptEvent event = outcome(1);

    cost.attempt(event);
    cost.attempt(event);
    cost.pass(FLUSH);

    assertThat(project().getAttempts()).isEqualTo(1);
  }

  @Test
  void shouldCountATagOnceAndNoEmptyValue() {
    AttemptEvent event = outcome(1);
    event.setTags(List.of("a|b", "a|b", ""));
    event.setUser("");

    cost.attempt(event);
    cost.pass(FLUSH);

    Map<String, SpendWindow> upserts = cost.upserts();
    assertThat(upserts.keySet()).noneMatch(key -> key.startsWith("search|user"));
    SpendWindow tag = window(upserts, "search|tag|a|b|2026-11");
    assertThat(tag.getValue()).isEqualTo("a|b");
    assertThat(tag.getAttempts()).isEqualTo(1);
  }

  @Test
  void shouldAddUpToTheLedgerInAnyOrder() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      AttemptEvent event = outcome(1);
      event.setUser("user-" + random.nextInt(5));
      event.setUsage(told(random.nextInt(1_000), random.nextInt(1_000)));
      cost.attempt(event, NOW.minusSeconds(random.nextInt(3_600)));
      if (random.nextInt(20) == 0) {
        cost.pass(FLUSH);
      }
    }
    cost.pass(FLUSH);

    long ledger = cost.entries().stream().mapToLong(entry -> entry.getCostNanoUsd()).sum();
    Map<String, SpendWindow> upserts = cost.upserts();
    long users =
        upserts.values().stream()
            .filter(window -> window.getDimension().equals(SpendScope.USER))
            .mapToLong(SpendWindow::getCostNanoUsd)
            .sum();
    assertThat(window(upserts, "search|project|search|2026-11").getCostNanoUsd()).isEqualTo(ledger);
    assertThat(users).isEqualTo(ledger);
  }

  private SpendWindow project() {
    return window(cost.upserts(), "search|project|search|2026-11");
  }

  private static SpendWindow window(Map<String, SpendWindow> upserts, String key) {
    return requireNonNull(upserts.get(key), key);
  }
}
