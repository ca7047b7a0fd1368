package dev.sluice.proofs.stock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Python with Confluent's client in a folder of its own, made once and kept until the next clean.
 */
final class PythonClient {
  private static final String CLIENT = "confluent-kafka[avro,schemaregistry]==2.16.0";
  private static final Path FOLDER = Path.of("target", "python-client").toAbsolutePath();
  private static final Path MADE = FOLDER.resolve("made");
  private static final Path PYTHON = FOLDER.resolve("bin").resolve("python");
  private static final long INSTALL_SECONDS = 300;
  private static final long RUN_SECONDS = 120;

  private PythonClient() {}

  /** What a program came to. */
  record Ran(int code, String output) {}

  /** Installs the client; skips the test where that cannot be done. */
  static PythonClient make() throws IOException, InterruptedException {
    if (!Files.exists(MADE)) {
      need(List.of("python3", "-m", "venv", FOLDER.toString()));
      need(
          List.of(
              PYTHON.toString(),
              "-m",
              "pip",
              "install",
              "--quiet",
              "--disable-pip-version-check",
              CLIENT));
      Files.writeString(MADE, CLIENT);
    }
    return new PythonClient();
  }

  private static void need(List<String> command) throws IOException, InterruptedException {
    Ran ran;
    try {
      ran = run(command, INSTALL_SECONDS);
    } catch (IOException e) {
      ran = new Ran(-1, e.toString());
    }
    Assumptions.assumeTrue(
        ran.code() == 0,
        "Python's Kafka client is not to be had here: "
            + String.join(" ", command)
            + ": "
            + ran.output());
  }

  /** Runs a program and gives the JSON that it prints. */
  JsonNode json(Path program, String... arguments) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(text(program, arguments));
  }

  /** Runs a program and gives what it prints. */
  String text(Path program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), program.toString()));
    command.addAll(List.of(arguments));
    Ran ran = run(command, RUN_SECONDS);
    if (ran.code() != 0) {
      throw new AssertionError(
          program.getFileName() + " ended with " + ran.code() + ":\n" + ran.output());
    }
    return ran.output();
  }

  private static Ran run(List<String> command, long seconds)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("sluice-python", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return new Ran(-1, "not done in " + seconds + " s: " + Files.readString(output));
      }
      return new Ran(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
