package dev.sluice.router.inflight;

import java.time.Duration;

/**
 * How long the rules wait.
 *
 * @param doubt for news of an attempt that may never have been sent, or for the report of a failure
 * @param takeover after a claim until no dispatch of an earlier owner can be called any more: a
 *     second, by which the clocks of leaders may differ, longer than a dispatch may come after its
 *     proof, which the provider workers judge
 * @param redelivered for news of an attempt that was given to a second worker: the first one tells
 *     as soon as it has it, so it is gone or about to tell
 * @param grace after the deadline for the outcome of an attempt whose worker is lost
 * @param liveGrace after the deadline for the outcome of an attempt whose worker lives
 * @param queueGrace after the deadline for news of an attempt that no worker took from its queue
 * @param defaultBudget deadline of a request that names none
 * @param mostAttempts of one request
 */
public record RuleTimes(
    Duration doubt,
    Duration takeover,
    Duration redelivered,
    Duration grace,
    Duration liveGrace,
    Duration queueGrace,
    Duration defaultBudget,
    int mostAttempts) {

  /** As designed, with the retention of the dispatch topics as the wait for queued attempts. */
  public static RuleTimes standard(Duration dispatchRetention) {
    return new RuleTimes(
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofMillis(300),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        dispatchRetention,
        Duration.ofSeconds(600),
        12);
  }
}
