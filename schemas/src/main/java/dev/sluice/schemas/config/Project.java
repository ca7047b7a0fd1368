package dev.sluice.schemas.config;

/** Owns virtual keys and budgets. */
public record Project(String name) implements ConfigBody {
  /** The project that is there when nobody configured one. */
  public static final String DEFAULT = "default";

  public Project {
    Names.require("project", name);
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.PROJECT;
  }
}
