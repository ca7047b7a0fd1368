package dev.sluice.proofs.badinput;

import dev.sluice.launcher.SluiceMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Runs {@code sluice} in this process. */
public final class Commands {
  private static final long BOUND_SECONDS = 60;

  private Commands() {}

  /**
   * What a command gave.
   *
   * @param text what it printed, errors included
   */
  public record Result(int exitCode, String text) {}

  /**
   * Runs a command that ends by itself.
   *
   * @throws AssertionError with what it printed, if it has not ended in time
   */
  public static Result run(String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    CommandLine line = SluiceMain.commandLine();
    line.setOut(writer);
    line.setErr(writer);
    try {
      int code =
          CompletableFuture.supplyAsync(
                  () -> line.execute(arguments), task -> Thread.ofPlatform().daemon().start(task))
              .orTimeout(BOUND_SECONDS, TimeUnit.SECONDS)
              .join();
      return new Result(code, text.toString());
    } catch (CompletionException e) {
      throw new AssertionError(
          "sluice " + String.join(" ", arguments) + " goes on; it printed: " + text, e);
    }
  }
}
