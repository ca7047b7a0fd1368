package dev.sluice.cost.check;

import dev.sluice.cost.CostMetrics.Discrepancy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Pairs what the ledger and the router say about an attempt. Holds a bounded number of halves; the
 * oldest goes first. Time is the wall clock that the caller gives. One thread.
 */
final class SpendCheck {
  /** A half that waits longer than this is alone. */
  static final long ALONE_AFTER_MS = 60_000;

  /** A reported half is kept this long, so that it can still be found equal. */
  static final long RESOLVED_WITHIN_MS = 600_000;

  private record Waiting(Half half, long sinceMs) {}

  private final int bound;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, Waiting> reported = new LinkedHashMap<>();
  private int unchecked;

  /**
   * @param bound halves that may wait at once, and as many that were reported
   */
  SpendCheck(int bound) {
    this.bound = bound;
  }

  /** Takes in one half. */
  Pairing offer(String attemptId, Half half, long nowMs) {
    Waiting early = waiting.remove(attemptId);
    Waiting late = early == null ? reported.remove(attemptId) : null;
    Waiting other = early == null ? late : early;
    if (other == null || other.half().side() == half.side()) {
      put(waiting, attemptId, new Waiting(half, nowMs));
      return new Pairing.Waits();
    }
    return Objects.equals(other.half().cost(), half.cost())
        ? new Pairing.Matched(late != null)
        : differs(attemptId, other.half(), half);
  }

  private static Pairing differs(String attemptId, Half one, Half other) {
    boolean ledgerFirst = one.side() == Half.Side.LEDGER;
    return new Pairing.Disagrees(
        Discrepancy.COST_DIFFERS,
        attemptId,
        ledgerFirst ? one.cost() : other.cost(),
        ledgerFirst ? other.cost() : one.cost());
  }

  /** Halves that turn out to be alone by now and should not be. */
  List<Pairing.Disagrees> alone(long nowMs) {
    List<Pairing.Disagrees> found = new ArrayList<>();
    Iterator<Map.Entry<String, Waiting>> oldest = waiting.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Waiting> next = oldest.next();
      Half half = next.getValue().half();
      if (nowMs - next.getValue().sinceMs() <= ALONE_AFTER_MS) {
        break;
      }
      oldest.remove();
      switch (half.ifAlone()) {
        case REPORTED -> {
          found.add(alone(next.getKey(), half));
          put(reported, next.getKey(), new Waiting(half, nowMs));
        }
        case UNCHECKED -> unchecked++;
        case FINE -> {}
      }
    }
    reported.values().removeIf(half -> nowMs - half.sinceMs() > RESOLVED_WITHIN_MS);
    return found;
  }

  private static Pairing.Disagrees alone(String attemptId, Half half) {
    return switch (half.side()) {
      case LEDGER ->
          new Pairing.Disagrees(Discrepancy.DECISION_MISSING, attemptId, half.cost(), null);
      case ROUTER ->
          new Pairing.Disagrees(Discrepancy.LEDGER_MISSING, attemptId, null, half.cost());
    };
  }

  private void put(Map<String, Waiting> halves, String attemptId, Waiting half) {
    halves.put(attemptId, half);
    if (halves.size() > bound) {
      Iterator<String> oldest = halves.keySet().iterator();
      oldest.next();
      oldest.remove();
      unchecked++;
    }
  }

  /** Halves that went without having been compared or reported, since the last call. */
  int takeUnchecked() {
    int since = unchecked;
    unchecked = 0;
    return since;
  }

  /** Whether nothing waits, so that no clock is needed. */
  boolean isEmpty() {
    return waiting.isEmpty() && reported.isEmpty();
  }

  void clear() {
    waiting.clear();
    reported.clear();
    unchecked = 0;
  }
}
