package dev.sluice.proofs.secrets;

import dev.sluice.proofs.badinput.Commands;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a command prints, on whatever stream. */
final class Printed {
  private Printed() {}

  /** Runs it and returns the text; other threads of this process print into it meanwhile. */
  static String by(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      Commands.Result result = Commands.run(arguments);
      return bytes.toString(StandardCharsets.UTF_8) + result.text();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
