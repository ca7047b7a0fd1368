package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DueTimesTest {

  @Test
  void shouldSpreadCallsEvenly() {
    DueTimes times = new DueTimes(1_000, 100);

    assertThat(times.dueNanos(0)).isEqualTo(1_000);
    assertThat(times.dueNanos(1)).isEqualTo(10_001_000);
    assertThat(times.dueNanos(100)).isEqualTo(1_000_001_000);
  }

  @Test
  void shouldNotAddUpRoundingWhenThePeriodIsNoWholeNumber() {
    DueTimes times = new DueTimes(0, 3_000);

    assertThat(times.dueNanos(3_000L * 3_600)).isBetween(3_599_999_999_000L, 3_600_000_001_000L);
  }

  @Test
  void shouldRefuseNoRate() {
    assertThatThrownBy(() -> new DueTimes(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DueTimes(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
