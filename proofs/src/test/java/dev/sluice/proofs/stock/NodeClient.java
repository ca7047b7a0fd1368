package dev.sluice.proofs.stock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Node with KafkaJS and Confluent's registry client in a folder of its own, made once. */
final class NodeClient {
  private static final Path FOLDER = Path.of("target", "node-client").toAbsolutePath();

  private NodeClient() {}

  /** Installs the clients; skips the test where that cannot be done. */
  static NodeClient make() throws IOException, InterruptedException {
    Path made = FOLDER.resolve("made");
    if (!Files.exists(made)) {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve("package.json"), "{\"private\": true}");
      Programs.need(
          FOLDER,
          List.of(
              "npm",
              "install",
              "--no-audit",
              "--no-fund",
              "--silent",
              "kafkajs@2.2.4",
              "@confluentinc/schemaregistry@1.10.1"));
      Files.writeString(made, "");
    }
    return new NodeClient();
  }

  /** Where programs find the clients. */
  Path folder() {
    return FOLDER;
  }

  /** Runs a program of {@link #folder} and gives what it prints. */
  String text(Path program) throws IOException, InterruptedException {
    return Programs.text(FOLDER, List.of("node", program.toString()));
  }
}
