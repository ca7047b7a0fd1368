package dev.sluice.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {

  @ParameterizedTest
  @CsvSource({"83000,0.083", "1580000,1.58", "12340000,12.3", "153400000,153", "0,0.00"})
  void shouldWriteThreeDigits(long nanos, String text) {
    assertThat(Figures.millis(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"563.2,563", "6123,6.12 k", "86400,86.4 k"})
  void shouldWriteRates(double perSecond, String text) {
    assertThat(Figures.rate(perSecond)).isEqualTo(text);
  }

  @Test
  void shouldTakeTheMiddle() {
    assertThat(Figures.median(9, 1, 2)).isEqualTo(2);
    assertThat(Figures.median(4, 1, 2, 9)).isEqualTo(3);
    assertThatThrownBy(Figures::median).isInstanceOf(IllegalArgumentException.class);
  }
}
