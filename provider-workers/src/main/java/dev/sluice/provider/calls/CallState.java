package dev.sluice.provider.calls;

/**
 * Where a call stands. It moves down this list and never up; a move that is not offered is a bug
 * and throws.
 */
sealed interface CallState {
  /** Nothing has been sent to the provider. */
  record Connecting() implements CallState {
    Asked asked() {
      return new Asked();
    }
  }

  /** The request has been sent, nothing has come back. From here on the call may cost money. */
  record Asked() implements CallState {
    Answering whole(int status) {
      return new Answering(status, false, false);
    }

    Answering streamed(int status) {
      return new Answering(status, true, false);
    }
  }

  /**
   * The head of the answer has come.
   *
   * @param status HTTP status
   * @param streamed whether the answer comes in events
   * @param contentShown whether a content frame has been sent
   */
  record Answering(int status, boolean streamed, boolean contentShown) implements CallState {
    Answering shown() {
      return new Answering(status, streamed, true);
    }
  }

  /** It has its outcome; whatever comes from the provider now is not looked at. */
  record Ended(AttemptOutcome outcome) implements CallState {}

  /** Whether a content frame has been sent. */
  default boolean showedContent() {
    return this instanceof Answering answering && answering.contentShown();
  }
}
