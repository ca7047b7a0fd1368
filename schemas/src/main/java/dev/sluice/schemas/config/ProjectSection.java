package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.List;

/** Reads projects with their virtual keys, budgets and limits. */
final class ProjectSection {
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
          project.notYet("cache", "take it out; a later version will have it");
          project.finish();
          if (named) {
            projects.add(new ProjectSettings(new Project(name, allowed), own));
          }
        });
    return projects.isEmpty() ? FileObjects.DEFAULTS.projects() : projects;
  }
}
