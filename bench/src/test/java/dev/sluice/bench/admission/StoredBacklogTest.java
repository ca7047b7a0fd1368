package dev.sluice.bench.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StoredBacklogTest {
  @Test
  void shouldTellTheSteadyRateWithoutTheFirstSeconds() {
    // Given: one a millisecond for twenty seconds, then two for ten
    long[] times =
        LongStream.concat(
                LongStream.range(0, 20_000), LongStream.range(0, 20_000).map(i -> 20_000 + i / 2))
            .toArray();

    // When
    StoredBacklog.Rates rates = StoredBacklog.rates(times);

    // Then
    assertThat(rates.count()).isEqualTo(40_000);
    assertThat(rates.best()).isEqualTo(2_000);
    assertThat(rates.steady()).isBetween(1_999.0, 2_001.0);
    assertThat(rates.all()).isBetween(1_332.0, 1_334.0);
  }
}
