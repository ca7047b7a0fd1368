package dev.sluice.provider.calls;

import dev.sluice.schemas.attempt.Dispatch;

/**
 * Output that a provider may have made before a call was cut whose answer was not streamed: nothing
 * of it was seen, yet it is charged. As much as a fast model makes in the time, a little of which
 * it takes to read the prompt, and never more than the limit that the call was given.
 */
final class UnseenOutput {
  static final long TOKENS_PER_SECOND = 250;
  private static final long PROMPT_MS = 20;

  private UnseenOutput() {}

  /**
   * @param elapsedMs since the request was written
   */
  static long tokens(Attempt attempt, long elapsedMs) {
    Dispatch dispatch = attempt.dispatch();
    int choices = Math.max(1, attempt.envelope().getChoices());
    long made =
        Math.ceilDiv(Math.max(0, elapsedMs - PROMPT_MS) * TOKENS_PER_SECOND, 1000L) * choices;
    Long limit = dispatch.getOutputLimit();
    return limit == null ? made : Math.min(made, limit * choices);
  }
}
