package dev.sluice.cost.spend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;

class SpendScopeTest {
  @Test
  void shouldReadItsStoreKeyBack() {
    SpendScope scope = new SpendScope("search", SpendScope.TAG, "a|b|c", "2026-11");

    assertThat(SpendScope.ofStoreKey(scope.storeKey())).contains(scope);
    assertThat(scope.topicKey()).isEqualTo("search|tag|a|b|c|2026-11");
  }

  @Test
  void shouldReadNoOtherKey() {
    assertThat(SpendScope.ofStoreKey("!sent")).isEmpty();
    assertThat(SpendScope.ofStoreKey("2026-11|search")).isEmpty();
  }

  @Test
  void shouldStartAtTheFirstMomentOfTheMonthInUtc() {
    long lastMoment = Instant.parse("2026-10-31T23:59:59.999Z").toEpochMilli();

    assertThat(SpendScope.monthOf(lastMoment)).isEqualTo(YearMonth.of(2026, 10));
    assertThat(SpendScope.monthOf(lastMoment + 1)).isEqualTo(YearMonth.of(2026, 11));
    assertThat(new SpendScope("p", SpendScope.PROJECT, "p", "2026-11").startMs())
        .isEqualTo(lastMoment + 1);
  }
}
