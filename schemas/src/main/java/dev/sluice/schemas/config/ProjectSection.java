package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads projects with their virtual keys, budgets and limits. */
final class ProjectSection {
  private static final ScalarForm<Unsupported> UNSUPPORTED =
      ScalarForm.oneOf(
          "what becomes of parameters that a provider cannot honour",
          Arrays.stream(Unsupported.values()).map(Unsupported::text).toList(),
          Unsupported::of);

  private final AllowancesSection allowances;
  private final KeySection keys;

  ProjectSection(AllowancesSection allowances, KeySection keys) {
    this.allowances = allowances;
    this.keys = keys;
  }

  /** The projects; those of the defaults where there is none. */
  List<ProjectSettings> read(YamlSection section) {
    List<ProjectSettings> projects = new ArrayList<>();
    section
        .sections()
        .forEach((name, project) -> {
          boolean named = Names.isName(name);
          if (!named) {
            section.problem(section.keyAt(name), project.path(), "expected " + Names.RULE, "");
          }
          List<VirtualKey> own = keys.read(name, project);
          Allowances allowed = allowances.read(project, keys.names().of(List.of(name)));
          Unsupported unsupported = project.value("unsupported", UNSUPPORTED, Unsupported.DROP);
          project.notYet("cache", "take it out; a later version will have it");
          project.finish();
          if (named) {
            projects.add(new ProjectSettings(new Project(name, allowed, unsupported), own));
          }
        });
    return projects.isEmpty() ? FileObjects.DEFAULTS.projects() : projects;
  }
}
