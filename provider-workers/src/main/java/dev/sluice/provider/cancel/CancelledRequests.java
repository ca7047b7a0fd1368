package dev.sluice.provider.cancel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests and attempts that are cancelled, each until its deadline. Bounded: beyond the bound the
 * oldest are forgotten. Safe for any thread.
 */
public final class CancelledRequests {
  private static final int REMEMBERED = 200_000;

  private final int most;
  private final Map<String, Long> untilMs = new LinkedHashMap<>();

  public CancelledRequests() {
    this(REMEMBERED);
  }

  CancelledRequests(int most) {
    this.most = most;
  }

  /**
   * Remembers one.
   *
   * @param id of a request, or of one attempt
   * @param rememberUntilMs broker clock
   */
  synchronized void add(String id, long rememberUntilMs) {
    untilMs.remove(id);
    untilMs.put(id, rememberUntilMs);
    if (untilMs.size() > most) {
      Iterator<Map.Entry<String, Long>> oldest = untilMs.entrySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Whether this request, or this attempt of it, is cancelled. */
  public synchronized boolean contains(String requestId, String attemptId) {
    return untilMs.containsKey(requestId) || untilMs.containsKey(attemptId);
  }

  /** Forgets those whose time is over. */
  synchronized void forgetUntil(long nowMs) {
    untilMs.values().removeIf(until -> until < nowMs);
  }

  synchronized int size() {
    return untilMs.size();
  }
}
