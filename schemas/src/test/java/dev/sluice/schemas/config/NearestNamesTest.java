package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {
  @ParameterizedTest
  @CsvSource({
    "port, port, 0",
    "prot, port, 1",
    "por, port, 1",
    "ports, port, 1",
    "host, port, 2",
    "'', port, 4"
  })
  void shouldMeasureDistance(String one, String other, int distance) {
    assertThat(NearestNames.distance(one, other)).isEqualTo(distance);
    assertThat(NearestNames.distance(other, one)).isEqualTo(distance);
  }

  @Test
  void shouldOfferTheNearestFirstAndNothingFarAway() {
    List<String> names = List.of("host", "port", "admin_port");
    assertThat(NearestNames.of("prt", names, 3)).containsExactly("port");
    assertThat(NearestNames.of("PORT", names, 1)).containsExactly("port");
    assertThat(NearestNames.of("colour", names, 3)).isEmpty();
  }
}
