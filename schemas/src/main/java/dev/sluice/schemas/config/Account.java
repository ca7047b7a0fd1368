package dev.sluice.schemas.config;

import java.util.List;

/** Projects that share a partition, so that what applies to all of them can be exact. */
public record Account(String name, List<String> projects, Allowances allowances)
    implements ConfigBody {
  public Account {
    Names.require("account", name);
    projects = List.copyOf(projects);
    projects.forEach(project -> Names.require("project", project));
  }

  /** An account without budgets and limits. */
  public Account(String name, List<String> projects) {
    this(name, projects, Allowances.NONE);
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.ACCOUNT;
  }
}
