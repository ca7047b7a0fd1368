package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;
import org.jspecify.annotations.Nullable;

/**
 * What a change rests on.
 *
 * @param revision that the object must have; 0: it must not exist; null: whatever it has
 */
record Precondition(@Nullable Long revision) {
  static final Precondition NONE = new Precondition(null);
  static final Precondition NEW = new Precondition(0L);

  /** From the headers {@code If-Match: 3} (or {@code "3"}) and {@code If-None-Match: *}. */
  static Precondition of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifNoneMatch != null) {
      if (!ifNoneMatch.strip().equals("*") || ifMatch != null) {
        throw new RefusedException(
            AdminError.invalid("If-None-Match is * and alone: the object must not exist."));
      }
      return NEW;
    }
    if (ifMatch == null) {
      return NONE;
    }
    String text = ifMatch.strip().replaceFirst("^\"(.*)\"$", "$1");
    if (!text.matches("[0-9]{1,18}")) {
      throw new RefusedException(
          AdminError.invalid("If-Match is the revision that the change was made on, like \"3\"."));
    }
    return new Precondition(Long.valueOf(text));
  }
}
