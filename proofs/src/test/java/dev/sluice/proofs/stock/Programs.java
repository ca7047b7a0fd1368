package dev.sluice.proofs.stock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs programs that others wrote. */
final class Programs {
  private static final long INSTALL_SECONDS = 300;
  private static final long RUN_SECONDS = 120;

  private Programs() {}

  /** What a program came to. */
  private record Ran(int code, String output) {}

  /** Runs what a test cannot go without; skips the test where that cannot be done. */
  static void need(Path folder, List<String> command) throws IOException, InterruptedException {
    Ran ran;
    try {
      ran = run(folder, command, INSTALL_SECONDS);
    } catch (IOException e) {
      ran = new Ran(-1, e.toString());
    }
    Assumptions.assumeTrue(
        ran.code() == 0, "not to be had here: " + String.join(" ", command) + ": " + ran.output());
  }

  /**
   * Runs a program and gives what it prints.
   *
   * @throws AssertionError if it ends with another code than 0
   */
  static String text(Path folder, List<String> command) throws IOException, InterruptedException {
    Ran ran = run(folder, command, RUN_SECONDS);
    if (ran.code() != 0) {
      throw new AssertionError(
          String.join(" ", command) + " ended with " + ran.code() + ":\n" + ran.output());
    }
    return ran.output();
  }

  private static Ran run(Path folder, List<String> command, long seconds)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("sluice-program", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
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
