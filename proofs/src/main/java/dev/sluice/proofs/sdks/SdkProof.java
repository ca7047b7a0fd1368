package dev.sluice.proofs.sdks;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.tests.TestRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tests with programs and libraries that others wrote. What the build skips where npm or pip
 * are not to be had is a failure here.
 */
public final class SdkProof implements Proof {
  private static final TestRun TESTS =
      new TestRun(
          "proofs",
          List.of(
              "dev.sluice.proofs.stock.SdkMatrixIT",
              "dev.sluice.proofs.stock.StockClientIT",
              "dev.sluice.proofs.stock.AnalystsPageIT"));

  @Override
  public String name() {
    return "sdks";
  }

  @Override
  public String claim() {
    return "The official SDKs for Java, JavaScript and Python and LangChain4j get from every"
        + " provider what they expect, unchanged but for base URL and key.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    Path output = settings.folder().resolve("maven.log");
    settings.progress().accept("running " + TESTS.classes());
    int ended = TESTS.run(List.of("-Dsluice.programs=needed"), output);
    if (ended != 0) {
      failures.add("the build said " + ended + ", see " + output);
    }
    for (String test : TESTS.classes()) {
      Map<String, Integer> counts = TESTS.counts(test);
      String name = test.substring(test.lastIndexOf('.') + 1);
      figures.put(name, counts.getOrDefault("tests", 0) + " tests");
      int bad =
          counts.getOrDefault("errors", 0)
              + counts.getOrDefault("failures", 0)
              + counts.getOrDefault("skipped", 0);
      if (bad > 0 || counts.getOrDefault("tests", 0) == 0) {
        failures.add(name + ": " + counts);
      }
    }
    return new ProofOutcome(figures, failures);
  }
}
