package dev.sluice.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RatiosTest {
  private static double[] upTo(int count) {
    return IntStream.rangeClosed(1, count).mapToDouble(i -> count + 1 - i).toArray();
  }

  @Test
  void shouldTellTheIntervalOfTheSignTestByRank() {
    assertThat(Ratios.of(upTo(12))).isEqualTo(new Ratios(12, 6.5, 3, 10));
    assertThat(Ratios.of(upTo(14))).isEqualTo(new Ratios(14, 7.5, 3, 12));
    assertThat(Ratios.of(upTo(6))).isEqualTo(new Ratios(6, 3.5, 1, 6));
  }

  @Test
  void shouldRefuseTooFewPairs() {
    assertThatThrownBy(() -> Ratios.of(upTo(5))).isInstanceOf(IllegalArgumentException.class);
  }
}
