package dev.sluice.schemas.config;

import java.util.Optional;

/** What the holder of an admin key may do. */
public enum AdminRole {
  /** Look at everything, change nothing. */
  VIEWER("viewer"),
  /** Look at its own projects; change their keys, budgets and limits. */
  PROJECT_ADMIN("project-admin"),
  /** Everything. */
  OWNER("owner");

  private final String text;

  AdminRole(String text) {
    this.text = text;
  }

  /** As it is written in the file and in bodies. */
  public String text() {
    return text;
  }

  /** The role of this text; empty where there is none. */
  public static Optional<AdminRole> of(String text) {
    for (AdminRole role : values()) {
      if (role.text.equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
