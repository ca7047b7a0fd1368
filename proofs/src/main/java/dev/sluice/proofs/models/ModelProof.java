package dev.sluice.proofs.models;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ten thousand random histories of a router against a reference ledger, and as many against the
 * rules of recovery. The histories are those of the tests, which run the first of them; each is one
 * seed, counted from that of the proof.
 */
public final class ModelProof implements Proof {
  private static final int HISTORIES = 10_000;
  private static final List<String> TESTS = List.of("BudgetModelTest", "RecoveryModelTest");
  private static final Path REPORTS = Path.of("router-worker", "target", "surefire-reports");

  @Override
  public String name() {
    return "models";
  }

  @Override
  public String claim() {
    return "Whatever is killed, stopped, repeated and late, the sums are those of a simple ledger.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    int histories = settings.scaled(HISTORIES, 100);
    settings.progress().accept(histories + " histories for each of " + TESTS);
    Path output = settings.folder().resolve("maven.log");
    for (String test : TESTS) {
      Files.deleteIfExists(report(test));
    }
    int ended =
        new ProcessBuilder(
                "./mvnw",
                "-B",
                "-pl",
                "router-worker",
                "-am",
                "test",
                "-Dtest=" + String.join(",", TESTS),
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dsluice.model.seeds=" + histories,
                "-Dsluice.model.from=" + settings.seed())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    if (ended != 0) {
      failures.add("the build said " + ended + ", see " + output);
    }
    for (String test : TESTS) {
      judge(test, histories, figures, failures);
    }
    return new ProofOutcome(figures, failures);
  }

  private static void judge(
      String test, int histories, Map<String, String> figures, List<String> failures)
      throws IOException {
    if (!Files.exists(report(test))) {
      failures.add(test + " was not run");
      return;
    }
    Map<String, Integer> counts = counts(Files.readString(report(test)));
    figures.put(test, counts.get("tests") + " histories");
    if (counts.getOrDefault("tests", 0) != histories
        || counts.getOrDefault("errors", 0) + counts.getOrDefault("failures", 0) > 0) {
      failures.add(test + ": " + counts);
    }
  }

  private static Map<String, Integer> counts(String report) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String name : List.of("tests", "errors", "failures")) {
      Matcher found = Pattern.compile("<testsuite [^>]*\\b" + name + "=\"(\\d+)\"").matcher(report);
      if (found.find()) {
        counts.put(name, Integer.parseInt(found.group(1)));
      }
    }
    return counts;
  }

  private static Path report(String test) {
    return REPORTS.resolve("TEST-dev.sluice.router.topology." + test + ".xml");
  }
}
