package dev.sluice.schemas.config;

import java.util.Locale;
import java.util.Optional;

/** What becomes of parameters that a provider cannot honour. */
public enum Unsupported {
  /** Hints are left out and named in the reply; what changes the meaning is refused. */
  DROP,
  /** Each is refused. */
  ERROR;

  /** As in the configuration. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of this text. */
  public static Optional<Unsupported> of(String text) {
    for (Unsupported value : values()) {
      if (value.text().equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
