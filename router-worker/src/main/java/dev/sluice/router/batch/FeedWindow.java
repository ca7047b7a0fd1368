package dev.sluice.router.batch;

import java.util.HashMap;
import java.util.Map;

/**
 * Batch requests that were fed and have not ended. One whose end was never heard of leaves it some
 * time after its deadline. Used by the feeder's thread.
 */
final class FeedWindow {
  private static final long GRACE_MS = 60_000;

  private final int most;
  private final Map<String, Long> untilMs = new HashMap<>();

  FeedWindow(int most) {
    this.most = most;
  }

  boolean isFull() {
    return untilMs.size() >= most;
  }

  int size() {
    return untilMs.size();
  }

  void fed(String requestId, long deadlineMs) {
    untilMs.put(requestId, deadlineMs + GRACE_MS);
  }

  void ended(String requestId) {
    untilMs.remove(requestId);
  }

  void forgetOlderThan(long nowMs) {
    untilMs.values().removeIf(until -> until < nowMs);
  }
}
