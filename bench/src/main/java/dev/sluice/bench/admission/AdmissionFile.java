package dev.sluice.bench.admission;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.config.SluiceFileLoader;
import dev.sluice.schemas.config.VirtualKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;

/** The configuration that the router is measured with. */
final class AdmissionFile {
  static final Map<String, String> ENVIRONMENT = Map.of("BENCH_KEY", "sk-bench-provider");
  static final String ACCOUNT = "acme";
  static final String PROJECT = "bench";
  static final String PROVIDER = "openai";
  static final String MODEL = "openai/gpt-4o-mini";
  static final String KEY_HASH = VirtualKey.hashOf("sk-sluice-bench-000000000000000000000000");

  private static final String TEMPLATE = "/dev/sluice/bench/admission-bench.yaml";

  private AdmissionFile() {}

  /** The file for a broker that runs elsewhere. */
  static SluiceFile of(String bootstrapServers, String registry) {
    String kafka =
        "{ bootstrap_servers: \"%s\", schema_registry: \"%s\", partitions: 6 }"
            .formatted(bootstrapServers, registry);
    String text = template().replace("{KAFKA}", kafka).replace("{KEY_HASH}", KEY_HASH);
    return switch (SluiceFileLoader.loadText(
        "admission-bench.yaml", text, ENVIRONMENT, EnumSet.allOf(Role.class))) {
      case LoadOutcome.Loaded loaded -> loaded.file();
      case LoadOutcome.Invalid invalid -> throw new IllegalStateException(invalid.report());
    };
  }

  static Connection connection(SluiceFile file) {
    return Connection.of(file, ENVIRONMENT);
  }

  private static String template() {
    try (InputStream in = AdmissionFile.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + TEMPLATE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
