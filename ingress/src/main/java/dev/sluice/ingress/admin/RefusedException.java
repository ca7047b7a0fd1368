package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;

/** Ends a call of the admin API with a refusal. Stays inside this package. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient AdminError error;
  private final boolean writtenDown;

  RefusedException(AdminError error) {
    this(error, false);
  }

  private RefusedException(AdminError error, boolean writtenDown) {
    super(error.code(), null, false, false);
    this.error = error;
    this.writtenDown = writtenDown;
  }

  /** The router refused it, and wrote that down. */
  static RefusedException ofTheRouter(AdminError error) {
    return new RefusedException(error, true);
  }

  AdminError error() {
    return error;
  }

  /** Whether the audit has it already. */
  boolean isWrittenDown() {
    return writtenDown;
  }
}
