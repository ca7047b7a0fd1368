package dev.sluice.router.topology;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests that were taken back before they were read. Bounded; the oldest are forgotten first. */
final class EarlyCancels {
  private static final int MOST = 10_000;

  private final Map<String, Long> untilMs = new LinkedHashMap<>();

  void remember(String requestId, long rememberUntilMs) {
    untilMs.put(requestId, rememberUntilMs);
    if (untilMs.size() > MOST) {
      Iterator<String> oldest = untilMs.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  boolean contains(String requestId) {
    return !untilMs.isEmpty() && untilMs.containsKey(requestId);
  }

  void forgetOlderThan(long nowMs) {
    if (!untilMs.isEmpty()) {
      untilMs.values().removeIf(until -> until < nowMs);
    }
  }
}
