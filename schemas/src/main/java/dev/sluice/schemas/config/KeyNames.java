package dev.sluice.schemas.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Names and ids of the virtual keys that the file tries to define, good or not, by project. */
final class KeyNames {
  private final Map<String, Set<String>> byProject = new HashMap<>();

  void add(String project, Collection<String> names) {
    byProject.computeIfAbsent(project, any -> new LinkedHashSet<>()).addAll(names);
  }

  /** Those of these projects. */
  Set<String> of(Collection<String> projects) {
    Set<String> names = new LinkedHashSet<>();
    projects.forEach(project -> names.addAll(byProject.getOrDefault(project, Set.of())));
    return names;
  }
}
