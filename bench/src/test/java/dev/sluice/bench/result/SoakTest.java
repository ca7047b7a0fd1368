package dev.sluice.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SoakTest {

  @Test
  void shouldTellWhatGrew() {
    Soak soak =
        new Soak(
            Samples.CONDITIONS,
            5,
            List.of(
                new Soak.Sample(0, 409_600, 100, 300),
                new Soak.Sample(5, 512_000, 101, 300),
                new Soak.Sample(10, 430_080, 100, 500)),
            1000,
            2000,
            0);

    assertThat(soak.text())
        .startsWith("## Soak\n")
        .contains("1000 replies, 2000 pieces of streams, 0 errors")
        .contains("| resident MB | 400 | 420 | 500 | yes |")
        .contains("| threads | 100 | 100 | 101 | yes |")
        .contains("| open files and sockets | 300 | 500 | 500 | **no** |");
  }
}
