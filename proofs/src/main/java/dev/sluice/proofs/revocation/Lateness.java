package dev.sluice.proofs.revocation;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * How long after changes had returned something still went by what was before. Pure.
 *
 * @param worstMs empty where nothing did; negative where the last one was before the return
 * @param late how many were beyond the bound
 */
record Lateness(OptionalLong worstMs, int late) {
  /** A second, as promised. */
  static final long BOUND_MS = 1_000;

  /** Of nothing yet. */
  static final Lateness NONE = new Lateness(OptionalLong.empty(), 0);

  /** Of what happened at these times, where the change returned at that. */
  static Lateness of(Collection<Long> atMs, long returnedAtMs) {
    return new Lateness(
        atMs.stream().mapToLong(at -> at - returnedAtMs).max(),
        (int) atMs.stream().filter(at -> at - returnedAtMs > BOUND_MS).count());
  }

  /** The worse of both. */
  Lateness and(Lateness other) {
    if (worstMs.isEmpty() || other.worstMs.isEmpty()) {
      return worstMs.isEmpty() ? other : this;
    }
    return new Lateness(
        OptionalLong.of(Math.max(worstMs.getAsLong(), other.worstMs.getAsLong())),
        late + other.late);
  }

  /** For the page. */
  String text() {
    if (worstMs.isEmpty()) {
      return "none";
    }
    long worst = worstMs.getAsLong();
    return worst < 0 ? -worst + " ms before" : worst + " ms after";
  }
}
