package dev.sluice.cost.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.spend.CostSource;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.spend.SpendWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random entries, up to seven days late, over five weeks in which tasks end at any moment: what the
 * topics hold in the end is what happened in each window, and months are the sums of their days and
 * of their hours.
 */
class SpendAddsUpTest {
  private static final Instant BEGIN = Instant.parse("2026-10-20T00:00:00Z");
  private static final Duration SPAN = Duration.ofDays(35);
  private static final long LATEST_MS = Duration.ofDays(7).toMillis();
  private static final int ENTRIES = 3_000;
  private static final List<CostSource> SOURCES =
      List.of(
          CostSource.PROVIDER_USAGE,
          CostSource.ESTIMATED_USAGE,
          CostSource.WORST_CASE,
          CostSource.UNPRICED);

  private record Sum(long nanoUsd, long attempts, long input, long unpriced) {
    static final Sum ZERO = new Sum(0, 0, 0, 0);

    static Sum of(LedgerEntry entry) {
      Long cost = entry.getCostNanoUsd();
      Long input = entry.getInputTokens();
      return new Sum(cost == null ? 0 : cost, 1, input == null ? 0 : input, cost == null ? 1 : 0);
    }

    static Sum of(SpendWindow window) {
      return new Sum(
          window.getCostNanoUsd(),
          window.getAttempts(),
          window.getInputTokens(),
          window.getUnpricedAttempts());
    }

    Sum plus(Sum other) {
      return new Sum(
          nanoUsd + other.nanoUsd,
          attempts + other.attempts,
          input + other.input,
          unpriced + other.unpriced);
    }
  }

  private final WindowStoreFixture windows = new WindowStoreFixture();
  private final Map<String, SpendWindow> topics = new HashMap<>();
  private final Map<String, Sum> expected = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_122, 77})
  void shouldBeOneSumByHourByDayAndByMonth(long seed) {
    // Given
    Random random = new Random(seed);
    long now = BEGIN.toEpochMilli();

    // When
    for (int i = 0; i < ENTRIES; i++) {
      now += random.nextLong(2 * SPAN.toMillis() / ENTRIES);
      LedgerEntry entry = entry(random, now);
      expect(entry);
      windows.enter(entry);
      switch (random.nextInt(20)) {
        case 0, 1, 2 -> topics.putAll(windows.pass(now));
        case 3 -> windows.takeOver();
        default -> {}
      }
    }
    topics.putAll(windows.pass(now));

    // Then
    Map<String, Sum> found =
        topics.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, sum -> Sum.of(sum.getValue())));
    assertThat(found).isEqualTo(expected);
    assertThat(monthsFrom("daily")).isEqualTo(monthsFrom("monthly"));
    assertThat(monthsFrom("hourly")).isEqualTo(monthsFrom("monthly"));
    assertThat(storedKeys()).as("old ones are forgotten").isLessThan(expected.size() / 2);
  }

  private static LedgerEntry entry(Random random, long now) {
    boolean late = random.nextInt(4) == 0;
    CostSource source = SOURCES.get(random.nextInt(SOURCES.size()));
    boolean priced = source != CostSource.UNPRICED;
    return LedgerEntry.newBuilder()
        .setAccount("acme")
        .setProject(random.nextBoolean() ? "search" : "chat")
        .setUser(random.nextInt(5) == 0 ? "" : "user|" + random.nextInt(3))
        .setRequestedModel("model-" + random.nextInt(2))
        .setVirtualKeyId("key")
        .setTags(random.nextBoolean() ? List.of("2026-11", "2026-11") : List.of())
        .setCostSource(source)
        .setCostNanoUsd(priced ? random.nextLong(1_000_000_000) : null)
        .setInputTokens(random.nextInt(10) == 0 ? null : random.nextLong(10_000))
        .setAttemptAtMs(now - (late ? random.nextLong(LATEST_MS + 1) : random.nextLong(60_000)))
        .setEnteredAtMs(now)
        .build();
  }

  /** Counts it with none of the code under test. */
  private void expect(LedgerEntry entry) {
    LocalDateTime at =
        LocalDateTime.ofInstant(Instant.ofEpochMilli(entry.getAttemptAtMs()), ZoneOffset.UTC);
    String hour = at.truncatedTo(ChronoUnit.HOURS).toString().replace(":00", "");
    HashSet<String> scopes =
        new HashSet<>(
            List.of(
                "project|" + entry.getProject(),
                "model|" + entry.getRequestedModel(),
                "key|" + entry.getVirtualKeyId()));
    entry.getTags().forEach(tag -> scopes.add("tag|" + tag));
    if (!entry.getUser().isEmpty()) {
      scopes.add("user|" + entry.getUser());
    }
    for (String scope : scopes) {
      for (String start : List.of(hour, at.toLocalDate().toString(), hour.substring(0, 7))) {
        expected.merge(entry.getProject() + '|' + scope + '|' + start, Sum.of(entry), Sum::plus);
      }
    }
  }

  /** Sums of the windows of one length by scope and month. */
  private Map<String, Sum> monthsFrom(String length) {
    Map<String, Sum> months = new TreeMap<>();
    for (SpendWindow window : topics.values()) {
      if (window.getWindow().equals(length)) {
        String month =
            Instant.ofEpochMilli(window.getWindowStartMs()).atZone(ZoneOffset.UTC).getMonth()
                + "|"
                + window.getProject()
                + '|'
                + window.getDimension()
                + '|'
                + window.getValue();
        months.merge(month, Sum.of(window), Sum::plus);
      }
    }
    return months;
  }

  private int storedKeys() {
    int keys = 0;
    try (KeyValueIterator<String, byte[]> all = windows.store.all()) {
      while (all.hasNext()) {
        all.next();
        keys++;
      }
    }
    return keys;
  }
}
