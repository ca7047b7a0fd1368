package dev.sluice.bench;

import dev.sluice.bench.result.PageParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes one part of RESULTS.md and leaves the others alone. */
final class ResultsFile {

  private ResultsFile() {}

  /** Prints it, and writes it unless {@code printOnly}. */
  static void write(Settings.Places places, String title, String text, boolean printOnly)
      throws IOException {
    System.out.println();
    System.out.println(text);
    if (printOnly) {
      return;
    }
    Path file = places.page();
    String page = Files.exists(file) ? Files.readString(file) : "# Results\n";
    Files.writeString(file, PageParts.with(page, title, text));
    Progress.say("written to " + file);
  }
}
