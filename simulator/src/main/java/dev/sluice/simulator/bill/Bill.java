package dev.sluice.simulator.bill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * All calls that have ended, oldest first. Holds at most a fixed number of entries; the oldest make
 * room and are counted as dropped. A capacity of 0 switches the bill off.
 *
 * <p>Safe for use by several threads; every operation holds one lock for a short time.
 */
public final class Bill {

  private final Prices prices;
  private final int capacity;
  private final ArrayDeque<BillEntry> entries = new ArrayDeque<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private long next;
  private long dropped;
  private int open;

  public Bill(Prices prices, int capacity) {
    this.prices = prices;
    this.capacity = capacity;
  }

  /** Whether calls are written down at all. */
  public boolean isKept() {
    return capacity > 0;
  }

  /** Opens a tab for a call that has just arrived. */
  public Tab open(Caller caller, long nowMs) {
    if (isKept()) {
      synchronized (this) {
        open++;
      }
    }
    return new Tab(this, caller, nowMs);
  }

  void close(Caller caller, BillEntry.Outcome outcome) {
    if (!isKept()) {
      return;
    }
    Optional<Rate> rate = prices.of(caller.model());
    OptionalLong cost =
        rate.isPresent()
            ? OptionalLong.of(rate.get().nanoDollars(outcome.tokens()))
            : OptionalLong.empty();
    synchronized (this) {
      open--;
      boolean repeated = attempts.merge(caller.attempt(), 1, Integer::sum) > 1;
      entries.addLast(new BillEntry(next++, caller, repeated, outcome, cost));
      if (entries.size() > capacity) {
        forget(entries.removeFirst());
      }
    }
  }

  private void forget(BillEntry entry) {
    dropped++;
    attempts.computeIfPresent(entry.caller().attempt(), (id, n) -> n == 1 ? null : n - 1);
  }

  /** The entries that satisfy a condition, with the counters as they were at the same moment. */
  public synchronized Extract extract(Predicate<BillEntry> wanted) {
    List<BillEntry> found = new ArrayList<>();
    for (BillEntry entry : entries) {
      if (wanted.test(entry)) {
        found.add(entry);
      }
    }
    return new Extract(found, open, dropped, next);
  }

  /** Forgets all ended calls; calls in progress are still written down when they end. */
  public synchronized void clear() {
    entries.clear();
    attempts.clear();
    dropped = 0;
  }

  /**
   * A part of the bill.
   *
   * @param open calls in progress, which are not among the entries
   * @param dropped entries that had to make room since the bill was last cleared
   * @param next the number that the next entry will have
   */
  public record Extract(List<BillEntry> entries, int open, long dropped, long next) {
    public Extract {
      entries = List.copyOf(entries);
    }
  }
}
