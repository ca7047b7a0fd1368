package dev.sluice.cost.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cost.CostFixture;
import dev.sluice.schemas.spend.CostSource;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.spend.SpendWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A task ends after it changed the store and before it sent the upsert; another goes on. */
class SpendTakeOverTest {
  private static final long NOW = CostFixture.NOW.toEpochMilli();
  private final WindowStoreFixture windows = new WindowStoreFixture();

  @Test
  void shouldSendWhatThePredecessorCouldNot() {
    windows.enter(entry("ann", NOW));
    windows.pass(NOW);
    windows.enter(entry("bob", NOW));

    windows.takeOver();

    assertThat(windows.pass(NOW))
        .containsOnlyKeys(
            "search|project|search|2026-11",
            "search|project|search|2026-11-22",
            "search|project|search|2026-11-22T12",
            "search|user|bob|2026-11",
            "search|user|bob|2026-11-22",
            "search|user|bob|2026-11-22T12");
  }

  @Test
  void shouldScheduleNothingWhenAllWasSent() {
    windows.enter(entry("ann", NOW));
    windows.pass(NOW);

    windows.takeOver();

    assertThat(windows.isScheduled()).isFalse();
  }

  /** The months of a store that a version wrote which knew nothing else. */
  @Test
  void shouldGoOnWithTheMonthsOfAnEarlierVersion() {
    SpendSums earlier = SpendSums.empty("acme");
    earlier.add(entry("ann", NOW), 1);
    windows.store.put("2026-11|search|user|ann", earlier.bytes());

    windows.takeOver();
    windows.enter(entry("ann", NOW));

    assertThat(windows.pass(NOW))
        .hasEntrySatisfying("search|user|ann|2026-11", month -> attempts(month, 2))
        .hasEntrySatisfying("search|user|ann|2026-11-22", day -> attempts(day, 1))
        .hasEntrySatisfying("search|user|ann|2026-11-22T12", hour -> attempts(hour, 1));
  }

  private static void attempts(SpendWindow window, long attempts) {
    assertThat(window.getAttempts()).isEqualTo(attempts);
    assertThat(window.getCostNanoUsd()).isEqualTo(5 * attempts);
  }

  @Test
  void shouldForgetMonthsThatNothingCanReachAnyMore() {
    windows.enter(entry("ann", Instant.parse("2026-08-31T00:00:00Z").toEpochMilli()));
    windows.enter(entry("ann", Instant.parse("2026-09-30T00:00:00Z").toEpochMilli()));
    windows.pass(NOW);

    windows.enter(entry("ann", NOW));

    assertThat(windows.store.get("2026-08|search|user|ann")).isNull();
    assertThat(windows.store.get("2026-09|search|user|ann")).isNotNull();
    assertThat(windows.store.get("2026-11|search|user|ann")).isNotNull();
  }

  @Test
  void shouldForgetDaysAndHoursThatNothingCanReachAnyMore() {
    windows.enter(entry("ann", NOW - Duration.ofDays(9).toMillis()));
    windows.enter(entry("ann", NOW - Duration.ofDays(8).toMillis() - 1));
    windows.enter(entry("ann", NOW - Duration.ofDays(8).toMillis()));

    windows.enter(entry("ann", NOW));

    assertThat(windows.store.get("+d2026-11-13|search|user|ann")).isNull();
    assertThat(windows.store.get("+d2026-11-14|search|user|ann")).isNotNull();
    assertThat(windows.store.get("+h2026-11-13T12|search|user|ann")).isNull();
    assertThat(windows.store.get("+h2026-11-14T11|search|user|ann")).isNull();
    assertThat(windows.store.get("+h2026-11-14T12|search|user|ann")).isNotNull();
    assertThat(windows.store.get("2026-11|search|user|ann")).isNotNull();
    assertThat(windows.pass(NOW))
        .as("the topic still gets what was counted before")
        .containsKeys("search|user|ann|2026-11-13", "search|user|ann|2026-11-13T12");
  }

  private static LedgerEntry entry(String user, long atMs) {
    return LedgerEntry.newBuilder()
        .setAccount("acme")
        .setProject("search")
        .setUser(user)
        .setTags(List.of())
        .setCostSource(CostSource.PROVIDER_USAGE)
        .setCostNanoUsd(5L)
        .setAttemptAtMs(atMs)
        .setEnteredAtMs(atMs)
        .build();
  }
}
