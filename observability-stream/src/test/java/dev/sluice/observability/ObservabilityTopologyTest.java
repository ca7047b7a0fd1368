package dev.sluice.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Fails on any unplanned change of nodes, stores and topics. */
class ObservabilityTopologyTest {
  private static final Path GOLDEN = Path.of("src/test/resources/observability-topology.txt");

  @Test
  void shouldBeAsDescribed() throws IOException {
    String description =
        ObservabilityTopology.build(
                ObservabilityFixture.TOPICS,
                ObservabilityFixture.CODECS,
                new ObservabilityMetrics(new SimpleMeterRegistry()),
                ObservabilityFixture.properties(Path.of("state")))
            .describe()
            .toString();

    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, description);
    }

    assertThat(description).isEqualTo(Files.readString(GOLDEN));
  }
}
