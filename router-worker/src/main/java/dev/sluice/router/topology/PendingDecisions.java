package dev.sluice.router.topology;

import dev.sluice.schemas.decision.Decision;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that this owner appended and has not read back, in order. What is read back and has the
 * bytes of the first of them needs no decoding.
 */
final class PendingDecisions {

  /**
   * One of them.
   *
   * @param appendedNanos when, by {@link System#nanoTime()}
   */
  record Pending(Decision decision, byte[] bytes, long appendedNanos) {}

  private final Deque<Pending> pending = new ArrayDeque<>();

  void add(Decision decision, byte[] bytes, long nowNanos) {
    pending.addLast(new Pending(decision, bytes, nowNanos));
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Takes the first one where these are its bytes, else null. */
  @Nullable Pending take(byte[] bytes) {
    Pending first = pending.peekFirst();
    if (first == null || !Arrays.equals(first.bytes(), bytes)) {
      return null;
    }
    return pending.pollFirst();
  }

  void clear() {
    pending.clear();
  }
}
