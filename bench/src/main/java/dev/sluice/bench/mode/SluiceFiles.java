package dev.sluice.bench.mode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The configuration that Sluice is measured with. */
final class SluiceFiles {

  /** The virtual key; it opens nothing but a gateway that runs for the bench. */
  static final String KEY = "sk-sluice-bench-000000000000000000000000";

  /** What the configuration refers to. */
  static final Map<String, String> ENVIRONMENT = Map.of("BENCH_KEY", "sk-bench-provider");

  /** The broker inside, on free ports. */
  static final String EMBEDDED = "{ port: 0, registry_port: 0 }";

  private static final String TEMPLATE = "/dev/sluice/bench/sluice-bench.yaml";

  private SluiceFiles() {}

  /** The section {@code kafka} for a broker that runs elsewhere. */
  static String external(String bootstrapServers, String registry) {
    return "{ bootstrap_servers: \"%s\", schema_registry: \"%s\", partitions: 6 }"
        .formatted(bootstrapServers, registry);
  }

  /**
   * The text of the file.
   *
   * @param mock root of the simulator
   * @param clock root of the provider of streams
   */
  static String text(String kafka, URI mock, URI clock) {
    try (InputStream in = SluiceFiles.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + TEMPLATE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{KAFKA}", kafka)
          .replace("{MOCK}", mock.toString())
          .replace("{CLOCK}", clock.toString())
          .replace("{KEY_HASH}", hash(KEY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
