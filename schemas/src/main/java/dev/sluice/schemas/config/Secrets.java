package dev.sluice.schemas.config;

/** Checks on secrets while a file is read. No message repeats a value. */
final class Secrets {
  private Secrets() {}

  /** Reports a reference that leads nowhere. */
  static void check(ReadContext context, Scalar scalar, SecretReference reference) {
    switch (reference.resolve(context.environment())) {
      case SecretOutcome.Resolved resolved -> {}
      case SecretOutcome.Missing(String reason) ->
          context
              .problems()
              .add(
                  scalar.at(),
                  scalar.path(),
                  reason,
                  reference instanceof SecretReference.Env
                      ? "set it for this process"
                      : "write the credential into that file");
    }
  }

  /** Reports something that is not a reference where only a reference may stand. */
  static void refuse(ReadContext context, Scalar scalar, String variable) {
    context
        .problems()
        .add(
            scalar.at(),
            scalar.path(),
            "expected a reference to a secret, found something else (not shown)",
            "put the secret into an environment variable and write ${"
                + variable
                + "}, or into a file and write file:/path");
  }
}
