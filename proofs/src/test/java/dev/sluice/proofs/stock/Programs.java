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

  private static final boolean NEEDED = "needed".equals(System.getProperty("sluice.programs"));

  private Programs() {}

  /** What a program came to. */
  private record Ran(int code, String output) {}

  /**
   * Runs what a test cannot go without. Where that cannot be done, the test is skipped with one
   * line that says so; with {@code -Dsluice.programs=needed}, as {@code ./dev prove sdks} has it,
   * it fails.
   */
  static void need(Path folder, List<String> command) throws IOException, InterruptedException {
    Ran ran;
    try {
      ran = run(folder, command, INSTALL_SECONDS);
    } catch (IOException e) {
      ran = new Ran(-1, e.toString());
    }
    if (ran.code() == 0) {
      return;
    }
    String told = ran.output().strip().replaceAll("\\s+", " ");
    String why = "not to be had here: " + String.join(" ", command) + ": " + told;
    if (NEEDED) {
      throw new AssertionError(why);
    }
    System.out.println("skipped: " + why);
    Assumptions.abort(why);
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
