package dev.sluice.schemas.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * In which header a provider wants its credential.
 *
 * @param header in lower case; empty where no credential is sent
 * @param prefix what stands before the credential, its blank included
 */
public record AuthScheme(String header, String prefix) {
  /** {@code authorization: Bearer …}. */
  public static final AuthScheme BEARER = new AuthScheme("authorization", "Bearer ");

  /** No credential is sent, even where there is one. */
  public static final AuthScheme NONE = new AuthScheme("", "");

  private static final String BEARER_WORD = "bearer";
  private static final String BEHIND_HEADER = ' ' + BEARER_WORD;
  private static final Pattern HEADER = Pattern.compile("[a-z][a-z0-9-]{0,62}(key|authorization)");

  /**
   * The scheme in this text: {@code bearer}, {@code none}, the name of a header that holds the bare
   * credential, or one with {@code bearer} behind it. Such a header ends in {@code key} or {@code
   * authorization}: by that it is known as one that holds a secret.
   */
  public static Optional<AuthScheme> of(String text) {
    if (text.equals(BEARER_WORD)) {
      return Optional.of(BEARER);
    }
    if (text.equals("none")) {
      return Optional.of(NONE);
    }
    boolean bearer = text.endsWith(BEHIND_HEADER);
    String header = bearer ? text.substring(0, text.length() - BEHIND_HEADER.length()) : text;
    return HEADER.matcher(header).matches()
        ? Optional.of(new AuthScheme(header, bearer ? BEARER.prefix() : ""))
        : Optional.empty();
  }

  /** As {@link #of} reads it. */
  public String text() {
    if (equals(BEARER)) {
      return BEARER_WORD;
    }
    return header.isEmpty() ? "none" : header + (prefix.isEmpty() ? "" : BEHIND_HEADER);
  }

  /** Whether a header of this name, in any case, holds a credential. */
  public static boolean holdsCredential(String header) {
    return HEADER.matcher(header.toLowerCase(Locale.ROOT)).matches()
        || header.equalsIgnoreCase(BEARER.header());
  }

  /** The headers that carry this credential. */
  public Map<String, String> headers(Secret credential) {
    return header.isEmpty() ? Map.of() : Map.of(header, prefix + credential.reveal());
  }
}
