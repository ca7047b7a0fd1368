package dev.sluice.provider.consume;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the attempts that this worker has taken, the latest of them. Safe for any thread. */
final class RecentAttempts {
  private static final int REMEMBERED = 50_000;

  private final Map<String, Boolean> ids =
      new LinkedHashMap<>(1024) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Whether it is new here; from now on it is not. */
  synchronized boolean take(String attemptId) {
    return ids.putIfAbsent(attemptId, Boolean.TRUE) == null;
  }

  /** It was not taken after all. */
  synchronized void forget(String attemptId) {
    ids.remove(attemptId);
  }
}
