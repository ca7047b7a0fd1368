package dev.sluice.provider.trial;

import dev.sluice.schemas.error.ErrorKind;
import java.util.OptionalLong;

/** What came of a trial. None of it holds the credential. */
public sealed interface TrialOutcome {
  /**
   * It answered as its dialect has it.
   *
   * @param reportedModel as the provider calls it; may be empty
   */
  record Answered(String reportedModel, long tookMs) implements TrialOutcome {}

  /** No answer came. */
  record Unreached(Why why) implements TrialOutcome {}

  /**
   * It answered otherwise.
   *
   * @param status 0 where there was none
   * @param message of the provider, or about its answer
   */
  record Failed(ErrorKind kind, int status, String message, OptionalLong retryAfterMs)
      implements TrialOutcome {}

  /** Why no answer came. */
  enum Why {
    UNKNOWN_HOST,
    REFUSED,
    TLS,
    TIMED_OUT,
    /** The connection ended before an answer, or what came was no HTTP. */
    BROKEN
  }
}
