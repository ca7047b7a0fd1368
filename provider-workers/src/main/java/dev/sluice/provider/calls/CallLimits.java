package dev.sluice.provider.calls;

import dev.sluice.schemas.attempt.CallTimeouts;

/**
 * Spans of one call in ms.
 *
 * @param connectMs until the connection stands
 * @param firstTokenMs from the start of a streamed call to its first content
 * @param idleMs between two pieces of an answer
 * @param totalMs of the whole call; the deadline still ends it earlier
 */
public record CallLimits(long connectMs, long firstTokenMs, long idleMs, long totalMs) {
  /** What holds where a dispatch says nothing: its deadline alone bounds the whole. */
  public static final CallLimits DEFAULTS =
      new CallLimits(5_000, 60_000, 60_000, Long.MAX_VALUE / 4);

  public CallLimits {
    if (connectMs < 1 || firstTokenMs < 1 || idleMs < 1 || totalMs < 1) {
      throw new IllegalArgumentException("spans of a call are positive");
    }
  }

  /** The spans of a dispatch, over these. */
  CallLimits under(CallTimeouts given) {
    return new CallLimits(
        given.getConnectMs() > 0 ? given.getConnectMs() : connectMs,
        given.getFirstTokenMs() > 0 ? given.getFirstTokenMs() : firstTokenMs,
        given.getIdleMs() > 0 ? given.getIdleMs() : idleMs,
        given.getTotalMs() > 0 ? given.getTotalMs() : totalMs);
  }
}
