package dev.sluice.bench.mode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFileLoader;
import java.net.URI;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SluiceFilesTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldBeAConfigurationThatSluiceTakes(boolean embedded) {
    String kafka =
        embedded
            ? SluiceFiles.EMBEDDED
            : SluiceFiles.external("127.0.0.1:9092", "http://127.0.0.1:8081");
    String text =
        SluiceFiles.text(
            kafka, URI.create("http://127.0.0.1:4001"), URI.create("http://127.0.0.1:4002"));

    LoadOutcome outcome =
        SluiceFileLoader.loadText(
            "bench.yaml", text, SluiceFiles.ENVIRONMENT, EnumSet.allOf(Role.class));

    assertThat(outcome).isInstanceOf(LoadOutcome.Loaded.class);
  }
}
