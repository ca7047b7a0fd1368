package dev.sluice.schemas.config;

import java.util.List;

/** What came of reading the configuration. */
public sealed interface LoadOutcome {
  /**
   * It is good.
   *
   * @param overrides environment variables that replaced something
   * @param warnings sentences about what was ignored
   */
  record Loaded(SluiceFile file, List<String> overrides, List<String> warnings)
      implements LoadOutcome {
    public Loaded {
      overrides = List.copyOf(overrides);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * It is not.
   *
   * @param problems all of them, in the order of the file
   */
  record Invalid(List<ConfigProblem> problems) implements LoadOutcome {
    public Invalid {
      problems = List.copyOf(problems);
    }

    /** A numbered list for people, one problem a line. */
    public String report() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < problems.size(); i++) {
        text.append(i + 1).append(". ").append(problems.get(i).text()).append('\n');
      }
      return text.toString();
    }
  }
}
