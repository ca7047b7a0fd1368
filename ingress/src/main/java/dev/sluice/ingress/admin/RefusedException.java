package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;

/** Ends a call of the admin API with a refusal. Stays inside this package. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient AdminError error;

  RefusedException(AdminError error) {
    super(error.code(), null, false, false);
    this.error = error;
  }

  AdminError error() {
    return error;
  }
}
