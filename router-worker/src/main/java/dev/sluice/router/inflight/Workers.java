package dev.sluice.router.inflight;

/** Which workers live, as far as an owner must know. */
public interface Workers {

  /**
   * Whether the worker that took an attempt is certainly gone: its lease ran out, or it was started
   * again since.
   *
   * @param startedAtMs when the log had it that it took the attempt
   */
  boolean lost(String worker, long startedAtMs);
}
