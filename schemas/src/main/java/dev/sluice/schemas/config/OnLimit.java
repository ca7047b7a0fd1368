package dev.sluice.schemas.config;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a request that a limit has no room for. */
public enum OnLimit {
  /** It is refused; its caller may come again. */
  REFUSE,
  /** It waits for its turn, within its deadline. */
  WAIT;

  /** As it is written. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of this text. */
  public static Optional<OnLimit> of(String text) {
    for (OnLimit one : values()) {
      if (one.text().equals(text)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
