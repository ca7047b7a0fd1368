package dev.sluice.schemas.config;

import java.util.Locale;
import java.util.Optional;

/** Whether there is one budget or limit for all that it is for, or one for each of something. */
public enum Each {
  NONE,
  USER,
  KEY,
  TAG;

  /** As it is written; empty for {@link #NONE}. */
  public String text() {
    return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
  }

  /** The value of this text. */
  public static Optional<Each> of(String text) {
    for (Each each : values()) {
      if (each != NONE && each.text().equals(text)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
