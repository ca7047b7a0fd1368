package dev.sluice.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fails on any unplanned change of nodes, stores and topics. */
class CostTopologyTest {
  private static final Path GOLDEN = Path.of("src/test/resources/cost-topology.txt");

  @Test
  void shouldBeAsDescribed() throws IOException {
    String description =
        CostTopology.build(
                CostFixture.TOPICS,
                CostFixture.CODECS,
                version -> Optional.empty(),
                new CostMetrics(new SimpleMeterRegistry()))
            .describe()
            .toString();

    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, description);
    }

    assertThat(description).isEqualTo(Files.readString(GOLDEN));
  }
}
