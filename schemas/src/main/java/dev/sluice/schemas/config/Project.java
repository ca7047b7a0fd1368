package dev.sluice.schemas.config;

/**
 * Owns virtual keys and budgets.
 *
 * @param unsupported what becomes of parameters that a provider cannot honour
 */
public record Project(String name, Allowances allowances, Unsupported unsupported)
    implements ConfigBody {
  /** The project that is there when nobody configured one. */
  public static final String DEFAULT = "default";

  public Project {
    Names.require("project", name);
  }

  /** A project without budgets and limits. */
  public Project(String name) {
    this(name, Allowances.NONE);
  }

  /** A project that goes without the hints that a provider does not take. */
  public Project(String name, Allowances allowances) {
    this(name, allowances, Unsupported.DROP);
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.PROJECT;
  }
}
