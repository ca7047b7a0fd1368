package dev.sluice.schemas.config;

import java.util.List;

/** Projects that share a partition, so that what applies to all of them can be exact. */
public record Account(String name, List<String> projects) implements ConfigBody {
  public Account {
    Names.require("account", name);
    projects = List.copyOf(projects);
    projects.forEach(project -> Names.require("project", project));
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.ACCOUNT;
  }
}
