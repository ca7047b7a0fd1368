package dev.sluice.provider.calls;

import dev.sluice.schemas.error.ErrorKind;

/**
 * Tells when a call has taken too long, and for what. Times are ms of one clock that never goes
 * back. Confined to the call's thread.
 */
final class CallWatch {
  /** What is to be done at some moment. */
  sealed interface Due {
    /** Look again then. */
    record Later(long inMs) implements Due {}

    /** End the call. */
    record Expired(ErrorKind kind) implements Due {}
  }

  /** A pace cannot be told from less. */
  private static final long SHORTEST_CONTENT_MS = 250;

  private final CallLimits limits;
  private final boolean streamed;
  private final long startMs;
  private final long deadlineMs;
  private long lastPieceMs;

  /**
   * @param deadlineMs when the request is past its deadline, on the same clock as {@code startMs}
   */
  CallWatch(CallLimits limits, boolean streamed, long startMs, long deadlineMs) {
    this.limits = limits;
    this.streamed = streamed;
    this.startMs = startMs;
    this.deadlineMs = deadlineMs;
    this.lastPieceMs = startMs;
  }

  /** Something came from the provider, or we begin to connect, or to listen again. */
  void piece(long nowMs) {
    lastPieceMs = nowMs;
  }

  /**
   * How long the provider has been silent, as a share of the time in which its content came: what
   * it has made since then, it makes at its own pace. At most 1: one that is silent for longer than
   * it spoke is more likely stuck.
   *
   * @param firstContentMs when its content began
   */
  double silentShare(long nowMs, long firstContentMs) {
    long contentMs = Math.max(lastPieceMs - firstContentMs, SHORTEST_CONTENT_MS);
    return Math.clamp((double) (nowMs - lastPieceMs) / contentMs, 0, 1);
  }

  /**
   * What is due.
   *
   * @param held whether we ourselves keep the provider waiting, so that its silence means nothing
   */
  Due at(long nowMs, CallState state, boolean held) {
    long totalMs = startMs + limits.totalMs();
    if (nowMs >= deadlineMs) {
      return new Due.Expired(ErrorKind.DEADLINE_EXCEEDED);
    }
    if (nowMs >= totalMs) {
      return new Due.Expired(ErrorKind.ATTEMPT_TIMEOUT);
    }
    long next = Math.min(deadlineMs, totalMs);
    boolean connecting = state instanceof CallState.Connecting;
    if (connecting) {
      long connected = lastPieceMs + limits.connectMs();
      if (nowMs >= connected) {
        return new Due.Expired(ErrorKind.CONNECT_TIMEOUT);
      }
      next = Math.min(next, connected);
    }
    if (streamed && !state.showedContent()) {
      long firstToken = startMs + limits.firstTokenMs();
      if (nowMs >= firstToken) {
        return new Due.Expired(ErrorKind.FIRST_TOKEN_TIMEOUT);
      }
      next = Math.min(next, firstToken);
    }
    if (state instanceof CallState.Answering) {
      long idle = held ? nowMs + limits.idleMs() : lastPieceMs + limits.idleMs();
      if (nowMs >= idle) {
        return new Due.Expired(ErrorKind.IDLE_TIMEOUT);
      }
      next = Math.min(next, idle);
    }
    return new Due.Later(Math.max(1, next - nowMs));
  }
}
