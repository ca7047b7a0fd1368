package dev.sluice.router.admission;

import dev.sluice.schemas.decision.BudgetHold;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one budget has spent and holds, by cycle, in nano-dollars. A fold of decisions. Sums that
 * would leave the range of a long stop at its edge.
 */
public final class BudgetCounter {

  private static final class Sums {
    private long endMs;
    private long spent;
    private long reserved;
    private long openHolds;
  }

  private final TreeMap<Long, Sums> cycles = new TreeMap<>();
  private long lastOffset = -1;

  BudgetCounter() {}

  /** Whether a decision at this offset is new to it; one that is not in the log yet always is. */
  boolean advance(long offset) {
    if (offset < 0) {
      return true;
    }
    if (offset <= lastOffset) {
      return false;
    }
    lastOffset = offset;
    return true;
  }

  void hold(BudgetHold hold, long amount) {
    Sums sums = cycles.computeIfAbsent(hold.getCycleStartMs(), start -> new Sums());
    sums.endMs = hold.getCycleEndMs();
    sums.reserved = add(sums.reserved, amount);
    sums.openHolds++;
    if (cycles.size() > 1) {
      long newest = cycles.lastKey();
      cycles.entrySet().removeIf(cycle -> cycle.getKey() < newest && isClosed(cycle));
    }
  }

  private static boolean isClosed(Map.Entry<Long, Sums> cycle) {
    return cycle.getValue().openHolds <= 0;
  }

  void settle(BudgetHold hold, long reserved, long charged) {
    Sums sums = cycles.get(hold.getCycleStartMs());
    if (sums == null) {
      return;
    }
    sums.reserved = add(sums.reserved, -reserved);
    sums.spent = add(sums.spent, charged);
    sums.openHolds--;
  }

  /** Spent in the cycle that begins then. */
  public long spent(long cycleStartMs) {
    Sums sums = cycles.get(cycleStartMs);
    return sums == null ? 0 : sums.spent;
  }

  /** Held by attempts of the cycle that begins then and that are not settled. */
  public long reserved(long cycleStartMs) {
    Sums sums = cycles.get(cycleStartMs);
    return sums == null ? 0 : sums.reserved;
  }

  /** Attempts of all cycles that are not settled. */
  public long openHolds() {
    return cycles.values().stream().mapToLong(sums -> sums.openHolds).sum();
  }

  /** Whether nothing in it can matter any more. */
  boolean isOver(long nowMs) {
    for (Sums sums : cycles.values()) {
      if (sums.openHolds > 0 || sums.endMs == 0 || sums.endMs > nowMs) {
        return false;
      }
    }
    return true;
  }

  static long add(long sum, long amount) {
    long total = sum + amount;
    if (((sum ^ total) & (amount ^ total)) < 0) {
      return amount < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return total;
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(lastOffset);
    out.writeInt(cycles.size());
    for (Map.Entry<Long, Sums> cycle : cycles.entrySet()) {
      Sums sums = cycle.getValue();
      out.writeLong(cycle.getKey());
      out.writeLong(sums.endMs);
      out.writeLong(sums.spent);
      out.writeLong(sums.reserved);
      out.writeLong(sums.openHolds);
    }
  }

  public static BudgetCounter read(DataInput in) throws IOException {
    BudgetCounter counter = new BudgetCounter();
    counter.lastOffset = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      Sums sums = new Sums();
      long start = in.readLong();
      sums.endMs = in.readLong();
      sums.spent = in.readLong();
      sums.reserved = in.readLong();
      sums.openHolds = in.readLong();
      counter.cycles.put(start, sums);
    }
    return counter;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    cycles.forEach((start, sums) ->
        text.append(start)
            .append(": spent ")
            .append(sums.spent)
            .append(", reserved ")
            .append(sums.reserved)
            .append(" by ")
            .append(sums.openHolds)
            .append("; "));
    return text.toString();
  }
}
