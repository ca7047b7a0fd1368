package dev.sluice.proofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** The page with the last result of each proof. */
final class ProofPage {
  private static final String HEAD =
      """
      # Proofs

      The last run of each long proof. `./dev prove` runs them all and rewrites this page, `./dev prove NAME` one of them.
      """;

  private ProofPage() {}

  static void record(
      Path page,
      Proof proof,
      ProofOutcome outcome,
      long seed,
      Instant at,
      String commit,
      long seconds)
      throws IOException {
    Map<String, String> sections = sections(page);
    StringBuilder section = new StringBuilder();
    section.append("## ").append(proof.name()).append("\n\n");
    section.append(proof.claim()).append("\n\n");
    section.append(outcome.holds() ? "**Holds.** " : "**Does not hold.** ");
    section.append(at.truncatedTo(ChronoUnit.MINUTES)).append(", commit ").append(commit);
    section.append(", seed ").append(seed).append(", ").append(seconds).append(" s.\n\n");
    section.append("| | |\n|---|---|\n");
    outcome
        .figures()
        .forEach((name, figure) -> section.append("| " + name + " | " + figure + " |\n"));
    outcome.failures().forEach(failure -> section.append("\n* ").append(failure));
    sections.put(proof.name(), section.append('\n').toString());
    Files.writeString(page, HEAD + "\n" + String.join("\n", sections.values()));
  }

  private static Map<String, String> sections(Path page) throws IOException {
    Map<String, String> sections = new TreeMap<>();
    if (Files.exists(page)) {
      for (String part : Files.readString(page).split("(?m)^(?=## )")) {
        if (part.startsWith("## ")) {
          sections.put(part.substring(3, part.indexOf('\n')).strip(), part.strip() + "\n");
        }
      }
    }
    return sections;
  }
}
