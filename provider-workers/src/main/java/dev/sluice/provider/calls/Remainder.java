package dev.sluice.provider.calls;

import io.vertx.core.Vertx;

/**
 * Waits until all that a provider has sent to a call that is being cut has been read. The provider
 * has made it and charges for it, and where the worker is behind with reading it is not a little.
 * Nothing is waited for that is not here yet. Confined to the call's lane.
 */
final class Remainder {
  /** A timer runs after the connections were looked at, so that what is here was heard of. */
  private static final long LOOK_MS = 2;

  private static final int QUIET_LOOKS = 2;

  /** A provider that sends faster than we look has no end, and charges for all of it. */
  private static final int LOOKS_AT_MOST = 25;

  private final Vertx vertx;
  private final CallError error;
  private final Runnable read;
  private int looks;
  private int quiet;
  private long timer;

  /**
   * Begins to wait.
   *
   * @param error what the call ends with
   * @param read runs once on the lane when nothing more is here, unless {@link #close} comes first
   */
  Remainder(Vertx vertx, CallError error, Runnable read) {
    this.vertx = vertx;
    this.error = error;
    this.read = read;
    this.timer = vertx.setTimer(LOOK_MS, ignored -> look());
  }

  CallError error() {
    return error;
  }

  /** Something was here. */
  void heard() {
    quiet = 0;
  }

  /** Whether nothing more is here. */
  boolean caughtUp() {
    return quiet >= QUIET_LOOKS;
  }

  void close() {
    vertx.cancelTimer(timer);
  }

  private void look() {
    quiet++;
    looks++;
    if (caughtUp() || looks >= LOOKS_AT_MOST) {
      read.run();
    } else {
      timer = vertx.setTimer(LOOK_MS, ignored -> look());
    }
  }
}
