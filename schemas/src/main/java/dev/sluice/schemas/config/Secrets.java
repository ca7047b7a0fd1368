package dev.sluice.schemas.config;

import java.util.function.Predicate;

/** Checks on secrets while a file is read. No message repeats a value. */
final class Secrets {
  private Secrets() {}

  /** Reports a reference that leads nowhere. */
  static void check(ReadContext context, Scalar scalar, SecretReference reference) {
    switch (reference.resolve(context.environment())) {
      case SecretOutcome.Resolved resolved -> {}
      case SecretOutcome.Missing(String reason) ->
          context.problems().add(scalar.at(), scalar.path(), reason, remedy(reference));
    }
  }

  /**
   * As above, and reports a secret that cannot be used.
   *
   * @param wrong what is told of one that is not good, behind the reference that led to it
   */
  static void check(
      ReadContext context,
      Scalar scalar,
      SecretReference reference,
      Predicate<String> good,
      String wrong) {
    check(context, scalar, reference);
    if (reference.resolve(context.environment()) instanceof SecretOutcome.Resolved(Secret secret)
        && !good.test(secret.reveal())) {
      context
          .problems()
          .add(
              scalar.at(),
              scalar.path(),
              "what " + reference + " leads to " + wrong + " (not shown)",
              "put another there");
    }
  }

  private static String remedy(SecretReference reference) {
    return switch (reference) {
      case SecretReference.Env env -> "set it for this process";
      case SecretReference.File file -> "write the credential into that file";
      case SecretReference.Folder folder -> "mount the secret there, with a file for each key";
    };
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
