package dev.sluice.schemas.config;

import java.util.Locale;
import java.util.Optional;

/** How virtual keys are written in the file. */
final class KeyForms {
  static final String MAKE =
      "a hash is made by: printf %s \"$KEY\" | sha256sum, written as sha256:<digits>";

  static final ScalarForm<String> LABEL =
      new ScalarForm<>(
          "a name of letters, digits, blanks and . _ -, up to 63",
          "ci",
          text -> VirtualKey.isLabel(text) ? Optional.of(text) : Optional.empty());

  static final ScalarForm<String> NETWORK =
      new ScalarForm<>(
          "a network in CIDR form with no bits set behind its prefix, or one address",
          "10.0.0.0/8",
          KeyForms::network);

  static final ScalarForm<String> OWNER =
      new ScalarForm<>(
          KeyTerms.OWNER_RULE,
          "Ann, search team",
          text -> KeyTerms.isOwner(text) && !text.isBlank() ? Optional.of(text) : Optional.empty());

  private static final String PREFIX = "sha256:";

  private KeyForms() {}

  private static Optional<String> network(String text) {
    try {
      return Optional.of(Network.parse(text).toString());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The lower-case hex digits after {@code sha256:}. */
  static Optional<String> hash(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String digits = text.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    return VirtualKey.isHash(digits) ? Optional.of(digits) : Optional.empty();
  }
}
