package dev.sluice.provider.webhook;

import java.time.Duration;

/** What came of one post. */
sealed interface PostOutcome {
  /** It was taken. */
  record Taken() implements PostOutcome {}

  /**
   * It was not, and may be later.
   *
   * @param reason without addresses and secrets
   * @param askedToWait how long the receiver wants to be left alone, zero if it does not say
   */
  record Failed(String reason, Duration askedToWait) implements PostOutcome {
    Failed(String reason) {
      this(reason, Duration.ZERO);
    }
  }

  /** The receiver says that it wants nothing anymore (410). */
  record Unwanted() implements PostOutcome {}
}
