package dev.sluice.schemas.config;

/** Owns virtual keys and budgets. */
public record Project(String name, Allowances allowances) implements ConfigBody {
  /** The project that is there when nobody configured one. */
  public static final String DEFAULT = "default";

  public Project {
    Names.require("project", name);
  }

  /** A project without budgets and limits. */
  public Project(String name) {
    this(name, Allowances.NONE);
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.PROJECT;
  }
}
