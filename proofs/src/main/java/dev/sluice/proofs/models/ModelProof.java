package dev.sluice.proofs.models;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.tests.TestRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ten thousand random histories of a router against a reference ledger, and as many against the
 * rules of recovery. The histories are those of the tests, which run the first of them; each is one
 * seed, counted from that of the proof.
 */
public final class ModelProof implements Proof {
  private static final int HISTORIES = 10_000;
  private static final TestRun TESTS =
      new TestRun(
          "router-worker",
          List.of(
              "dev.sluice.router.topology.BudgetModelTest",
              "dev.sluice.router.topology.RecoveryModelTest"));

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
    settings.progress().accept(histories + " histories for each of " + TESTS.classes());
    Path output = settings.folder().resolve("maven.log");
    int ended =
        TESTS.run(
            List.of("-Dsluice.model.seeds=" + histories, "-Dsluice.model.from=" + settings.seed()),
            output);
    if (ended != 0) {
      failures.add("the build said " + ended + ", see " + output);
    }
    for (String test : TESTS.classes()) {
      judge(test, histories, figures, failures);
    }
    return new ProofOutcome(figures, failures);
  }

  private static void judge(
      String test, int histories, Map<String, String> figures, List<String> failures)
      throws IOException {
    String name = test.substring(test.lastIndexOf('.') + 1);
    Map<String, Integer> counts = TESTS.counts(test);
    if (counts.isEmpty()) {
      failures.add(name + " was not run");
      return;
    }
    figures.put(name, counts.get("tests") + " histories");
    if (counts.getOrDefault("tests", 0) != histories
        || counts.getOrDefault("errors", 0) + counts.getOrDefault("failures", 0) > 0) {
      failures.add(name + ": " + counts);
    }
  }
}
