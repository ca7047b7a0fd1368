package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class PlaceOptionsTest {

  @Test
  void shouldNotWriteDownWhatMayBeSecret() {
    PlaceOptions options = new PlaceOptions();
    new CommandLine(options)
        .parseArgs(
            "--typed",
            "bench/run --peer a=http://h/v1 --peer-key sk-1 --peer-header x-api-key=sk-2 --quick");

    assertThat(options.typed())
        .isEqualTo("bench/run --peer a=http://h/v1 --peer-key … --peer-header x-api-key=… --quick");
  }
}
