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

  /** The key of a project without budgets. */
  static final String FREE_KEY = "sk-sluice-bench-111111111111111111111111";

  private static final String WITH_BUDGETS = "/dev/sluice/bench/budgets-bench.yaml";
  private static final String WITH_DIALECTS = "/dev/sluice/bench/dialects-bench.yaml";
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
    return template(TEMPLATE)
        .replace("{KAFKA}", kafka)
        .replace("{MOCK}", mock.toString())
        .replace("{CLOCK}", clock.toString())
        .replace("{KEY_HASH}", hash(KEY));
  }

  /** The text of the file with a project under budgets, of {@link #KEY}, and one without. */
  static String withBudgets(URI mock) {
    return template(WITH_BUDGETS)
        .replace("{KAFKA}", EMBEDDED)
        .replace("{MOCK}", mock.toString())
        .replace("{FREE_KEY_HASH}", hash(FREE_KEY))
        .replace("{KEY_HASH}", hash(KEY));
  }

  /** The text of the file whose providers speak three dialects. */
  static String withDialects(URI mock) {
    return template(WITH_DIALECTS)
        .replace("{KAFKA}", EMBEDDED)
        .replace("{MOCK}", mock.toString())
        .replace("{KEY_HASH}", hash(KEY));
  }

  private static String template(String name) {
    try (InputStream in = SluiceFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
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
