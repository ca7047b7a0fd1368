package dev.sluice.proofs.stock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Node with packages in a folder of its own, made once and kept until the next clean. */
final class NodeClient {
  private static final Path FOLDERS = Path.of("target", "node").toAbsolutePath();

  private final Path folder;

  private NodeClient(Path folder) {
    this.folder = folder;
  }

  /** Node with KafkaJS and Confluent's registry client; skips the test where it cannot be made. */
  static NodeClient make() throws IOException, InterruptedException {
    return make("kafka", "kafkajs@2.2.4", "@confluentinc/schemaregistry@1.10.1");
  }

  /** Installs these packages; skips the test where that cannot be done. */
  static NodeClient make(String name, String... packages) throws IOException, InterruptedException {
    Path folder = FOLDERS.resolve(name);
    install(folder, packages);
    return new NodeClient(folder);
  }

  private static void install(Path folder, String... packages)
      throws IOException, InterruptedException {
    Path made = folder.resolve("made");
    String wanted = String.join(" ", packages);
    if (!Files.exists(made) || !Files.readString(made).equals(wanted)) {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
      List<String> command =
          new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--silent"));
      command.addAll(List.of(packages));
      Programs.need(folder, command);
      Files.writeString(made, wanted);
    }
  }

  /** Where programs find the packages. */
  Path folder() {
    return folder;
  }

  /** Runs a program of {@link #folder} and gives what it prints. */
  String text(Path program) throws IOException, InterruptedException {
    return Programs.text(folder, List.of("node", program.toString()));
  }

  /** Copies a program to {@link #folder}, runs it there and gives what it prints. */
  String output(Path program, String... arguments) throws IOException, InterruptedException {
    Path copy = folder.resolve(program.getFileName());
    Files.copy(program, copy, StandardCopyOption.REPLACE_EXISTING);
    List<String> command = new ArrayList<>(List.of("node", copy.toString()));
    command.addAll(List.of(arguments));
    return Programs.text(folder, command);
  }
}
