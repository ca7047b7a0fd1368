package dev.sluice.provider.secret;

import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One secret in a file. What two looks in a row see counts: a file that is just being written, or a
 * folder that is just being swapped, is not taken for a new secret. One thread looks, any may ask.
 */
final class WatchedSecret {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSecrets.class);

  private final SecretReference reference;
  private final Supplier<SecretOutcome> file;
  private SecretOutcome seen;
  private volatile SecretOutcome inForce;
  private volatile @Nullable String gone;

  WatchedSecret(SecretReference reference, Supplier<SecretOutcome> file) {
    this.reference = reference;
    this.file = file;
    this.seen = file.get();
    this.inForce = seen;
  }

  /** The last value that there was; a reason where there never was one. */
  SecretOutcome inForce() {
    return inForce;
  }

  /** That it is gone and its last value is used; null where it is not so. */
  @Nullable String note() {
    String why = gone;
    return why == null
        ? null
        : "the secret " + reference + " is gone and its last value is used: " + why;
  }

  /** Whether the secret has another value than before. */
  boolean look() {
    SecretOutcome now = file.get();
    boolean steady = isSame(now, seen);
    seen = now;
    if (!steady) {
      return false;
    }
    return switch (now) {
      case SecretOutcome.Missing(String reason) -> {
        missing(reason);
        yield false;
      }
      case SecretOutcome.Resolved resolved -> there(resolved);
    };
  }

  private void missing(String reason) {
    if (inForce instanceof SecretOutcome.Missing) {
      inForce = new SecretOutcome.Missing(reason);
    } else if (gone == null) {
      gone = reason;
      LOG.atWarn()
          .addKeyValue("secret", reference)
          .addKeyValue("reason", reason)
          .log("A secret is gone; its last value is used");
    }
  }

  private boolean there(SecretOutcome.Resolved resolved) {
    boolean wasGone = gone != null;
    gone = null;
    if (isSame(resolved, inForce)) {
      if (wasGone) {
        LOG.atInfo().addKeyValue("secret", reference).log("A secret is back, the same as before");
      }
      return false;
    }
    inForce = resolved;
    LOG.atInfo().addKeyValue("secret", reference).log("A secret has a new value");
    return true;
  }

  private static boolean isSame(SecretOutcome one, SecretOutcome other) {
    return switch (one) {
      case SecretOutcome.Resolved first ->
          other instanceof SecretOutcome.Resolved second
              && first.secret().reveal().equals(second.secret().reveal());
      case SecretOutcome.Missing first -> first.equals(other);
    };
  }
}
