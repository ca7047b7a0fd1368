package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers problems while a file is read. Used by one thread. */
final class ProblemList {
  private final List<ConfigProblem> problems = new ArrayList<>();

  void add(Position at, String path, String message, String remedy) {
    ConfigProblem problem =
        new ConfigProblem(at.file(), at.line(), at.column(), path, message, remedy);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** In the order of the file; those without a line last. */
  List<ConfigProblem> inOrder() {
    return problems.stream()
        .sorted(
            Comparator.comparingInt(
                    (ConfigProblem p) -> p.line() == 0 ? Integer.MAX_VALUE : p.line())
                .thenComparingInt(ConfigProblem::column))
        .toList();
  }
}
