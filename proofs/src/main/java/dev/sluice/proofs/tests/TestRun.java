package dev.sluice.proofs.tests;

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
 * Classes of tests of one module, run by Maven.
 *
 * @param module such as {@code router-worker}
 * @param classes their whole names
 */
public record TestRun(String module, List<String> classes) {
  private static final List<String> COUNTS = List.of("tests", "errors", "failures", "skipped");

  public TestRun {
    classes = List.copyOf(classes);
  }

  /**
   * Runs them; blocks until they are done.
   *
   * @param properties such as {@code -Dname=value}
   * @param output takes what Maven prints
   * @return Maven's exit code
   */
  public int run(List<String> properties, Path output) throws IOException, InterruptedException {
    for (String test : classes) {
      Files.deleteIfExists(report(test));
    }
    List<String> command = new ArrayList<>(List.of("./mvnw", "-B", "-pl", module, "-am", "test"));
    command.add("-Dtest=" + String.join(",", classes));
    command.add("-Dsurefire.failIfNoSpecifiedTests=false");
    command.addAll(properties);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
  }

  /** How many tests of a class there were, failed and were skipped; empty where it was not run. */
  public Map<String, Integer> counts(String test) throws IOException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    if (!Files.exists(report(test))) {
      return counts;
    }
    String report = Files.readString(report(test));
    for (String name : COUNTS) {
      Matcher found = Pattern.compile("<testsuite [^>]*\\b" + name + "=\"(\\d+)\"").matcher(report);
      if (found.find()) {
        counts.put(name, Integer.parseInt(found.group(1)));
      }
    }
    return counts;
  }

  private Path report(String test) {
    return Path.of(module, "target", "surefire-reports", "TEST-" + test + ".xml");
  }
}
