package dev.sluice.launcher.admin;

import dev.sluice.launcher.SluiceMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the {@code sluice} command in this process. One at a time: it takes standard output. */
public final class CommandRun {
  /** Its exit code, and what it printed. */
  public record Ran(int code, String out) {}

  private CommandRun() {}

  public static Ran of(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int code = SluiceMain.commandLine().execute(arguments);
      return new Ran(code, out.toString(StandardCharsets.UTF_8).strip());
    } finally {
      System.setOut(before);
    }
  }
}
