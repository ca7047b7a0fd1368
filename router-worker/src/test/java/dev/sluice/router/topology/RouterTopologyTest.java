package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The shape of the topology, as running routers depend on it: node names name stores and their
 * logs. Written anew with {@code -Dgolden.update=true}.
 */
class RouterTopologyTest {
  private static final Path GOLDEN = Path.of("src/test/resources/router-topology.txt");

  @Test
  void shouldKeepItsShape() throws IOException {
    String described;
    try (DrivenRouter router = new DrivenRouter()) {
      described = RouterTopology.build(router.services).describe().toString().strip() + "\n";
    }
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, described);
    }

    assertThat(described.replaceAll("@[0-9a-f]+", "").replaceAll("\\$\\$Lambda[^)\\s,]*", ""))
        .isEqualTo(
            Files.readString(GOLDEN)
                .replaceAll("@[0-9a-f]+", "")
                .replaceAll("\\$\\$Lambda[^)\\s,]*", ""));
  }
}
