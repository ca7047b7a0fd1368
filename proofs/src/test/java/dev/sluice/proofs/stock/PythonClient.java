package dev.sluice.proofs.stock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Python with Confluent's client in a folder of its own, made once and kept until the next clean.
 */
final class PythonClient {
  private static final String CLIENT = "confluent-kafka[avro,schemaregistry]==2.16.0";
  private static final Path FOLDER = Path.of("target", "python-client").toAbsolutePath();
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path PYTHON = FOLDER.resolve("bin").resolve("python");

  private PythonClient() {}

  /** Installs the client; skips the test where that cannot be done. */
  static PythonClient make() throws IOException, InterruptedException {
    if (!Files.exists(PYTHON)) {
      Programs.need(HERE, List.of("python3", "-m", "venv", FOLDER.toString()));
    }
    PythonClient client = new PythonClient();
    client.install(CLIENT);
    return client;
  }

  /** Installs one more package; skips the test where that cannot be done. */
  void install(String what) throws IOException, InterruptedException {
    Path made = FOLDER.resolve("made-" + what);
    if (!Files.exists(made)) {
      Programs.need(
          HERE,
          List.of(
              PYTHON.toString(),
              "-m",
              "pip",
              "install",
              "--quiet",
              "--disable-pip-version-check",
              what));
      Files.writeString(made, what);
    }
  }

  /** Runs a program and gives the JSON that it prints. */
  JsonNode json(Path program, String... arguments) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(text(program, arguments));
  }

  /** Runs a program and gives what it prints. */
  String text(Path program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), program.toString()));
    command.addAll(List.of(arguments));
    return Programs.text(HERE, command);
  }
}
