package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.config.AdminKey;
import dev.sluice.schemas.config.AdminRole;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.VirtualKey;

/** Who calls the admin API, and what it may see and do. */
record AdminCaller(AdminKey key) {

  boolean isOwner() {
    return key.role() == AdminRole.OWNER;
  }

  /** As the audit names it. */
  String actor() {
    return "admin-key/" + key.name();
  }

  /** Whether the project is one that it may look into. */
  boolean sees(String project) {
    return key.role() != AdminRole.PROJECT_ADMIN || key.projects().contains(project);
  }

  /** Whether it may know that this object exists. */
  boolean sees(ConfigKind kind, String name, GatewayConfig config) {
    if (key.role() != AdminRole.PROJECT_ADMIN) {
      return true;
    }
    return switch (kind) {
      case PROJECT -> sees(name);
      case KEY -> config.key(name).map(VirtualKey::project).filter(this::sees).isPresent();
      case MODEL, DEFAULTS, PRICE_BOOK -> true;
      case PROVIDER, ACCOUNT, ADMIN_KEY, WEBHOOK -> false;
    };
  }

  /** Refuses a project-admin, whose projects this is not about. */
  void requireWholeView(String what) {
    if (key.role() == AdminRole.PROJECT_ADMIN) {
      throw new RefusedException(
          AdminError.forbidden(what + " is for the roles viewer and owner; yours is " + role()));
    }
  }

  /** Refuses whoever is no owner. */
  void requireOwner(String what) {
    if (!isOwner()) {
      throw new RefusedException(
          AdminError.forbidden("To change " + what + " takes the role owner; yours is " + role()));
    }
  }

  /** Refuses whoever may not change keys, budgets and limits of this project. */
  void requireChangesIn(String project) {
    if (key.role() == AdminRole.VIEWER) {
      throw new RefusedException(
          AdminError.forbidden(
              "The role viewer changes nothing; it takes project-admin or owner."));
    }
    if (!sees(project)) {
      throw new RefusedException(
          AdminError.forbidden(
              "This admin key is for the projects "
                  + String.join(", ", key.projects())
                  + " and not for "
                  + project
                  + "."));
    }
  }

  private String role() {
    return key.role().text() + ".";
  }
}
