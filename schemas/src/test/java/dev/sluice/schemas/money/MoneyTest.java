package dev.sluice.schemas.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.000000001",
    "150000, 0.00015",
    "1000000000, 1",
    "-2500000000, -2.5",
    "9223372036854775807, 9223372036.854775807"
  })
  void shouldShowDollarsExactly(long nano, String usd) {
    assertThat(new NanoDollars(nano).usdText()).isEqualTo(usd);
    assertThat(NanoDollars.ofUsd(new BigDecimal(usd))).isEqualTo(new NanoDollars(nano));
  }

  @Test
  void shouldRefuseToWrapAround() {
    NanoDollars most = new NanoDollars(Long.MAX_VALUE);
    NanoDollars one = new NanoDollars(1);
    assertThatThrownBy(() -> most.plus(one)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new NanoDollars(Long.MIN_VALUE).minus(one))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> NanoDollars.ofUsd(new BigDecimal("0.0000000001")))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "2.50, 2.5", "10, 10", "0.000000000001, 0.000000000001", "1000000, 1000000"})
  void shouldKeepRatesExact(String written, String shown) {
    assertThat(Rate.parse(written).usdPerMillionTokens().toPlainString()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1000000.1", "0.0000000000001", "99999999999999999999"})
  void shouldRefuseRatesThatAreNone(String written) {
    assertThatThrownBy(() -> Rate.parse(written)).isInstanceOf(IllegalArgumentException.class);
  }
}
