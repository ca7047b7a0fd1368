package dev.sluice.router.admission;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was taken of one limit. For a limit by time it is a sliding window over the append times of
 * the decisions that took something, in slices of a 1,200th of it. A slice counts until all of it
 * is older than the window, so no window of that length ever holds more than the limit, and what
 * was taken comes back at most one slice late.
 *
 * <p>What the owner decided and did not read back yet has no append time: it counts in any window.
 */
public final class LimitCounter {
  private static final int SLICES = 1_200;

  private static final class Slice {
    private final long number;
    private long amount;

    Slice(long number, long amount) {
      this.number = number;
      this.amount = amount;
    }
  }

  private final long windowMs;
  private final Deque<Slice> slices = new ArrayDeque<>();
  private long sum;
  private long pending;
  private long lastOffset = -1;

  /**
   * Nothing was taken.
   *
   * @param windowMs 0 for what is given back by decisions and not by time
   */
  LimitCounter(long windowMs) {
    this.windowMs = windowMs;
  }

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

  private long width() {
    return Math.max(1, windowMs / SLICES);
  }

  /** Taken by a decision that has an append time. */
  void take(long amount, long atMs) {
    if (windowMs == 0) {
      sum += amount;
      return;
    }
    forget(atMs);
    long number = atMs / width();
    Slice last = slices.peekLast();
    if (last != null && last.number >= number) {
      last.amount += amount;
    } else {
      slices.addLast(new Slice(number, amount));
    }
    sum += amount;
  }

  /** Taken by a decision that is not read back yet. */
  void takePending(long amount) {
    pending += amount;
  }

  /** The decision was read back. */
  void confirm(long amount, long atMs) {
    pending -= amount;
    take(amount, atMs);
  }

  /** Given back by the end of the request that took it. */
  void giveBack(long amount) {
    if (sum >= amount) {
      sum -= amount;
    } else {
      pending = Math.max(0, pending - (amount - sum));
      sum = 0;
    }
  }

  /** What was taken then turned out to be more or less by so much. */
  void adjust(long takenAtMs, long delta) {
    long number = takenAtMs / width();
    for (Slice slice : slices) {
      if (slice.number == number) {
        long changed = Math.max(0, slice.amount + delta);
        sum += changed - slice.amount;
        slice.amount = changed;
        return;
      }
    }
  }

  private void forget(long nowMs) {
    Slice first = slices.peekFirst();
    while (first != null && backAtMs(first) <= nowMs) {
      sum -= first.amount;
      slices.removeFirst();
      first = slices.peekFirst();
    }
  }

  private long backAtMs(Slice slice) {
    return (slice.number + 1) * width() + windowMs;
  }

  /**
   * How much counts now.
   *
   * @param floorMs a moment that the broker's clock has certainly passed
   */
  public long used(long floorMs) {
    if (windowMs > 0) {
      forget(floorMs);
    }
    return sum + pending;
  }

  /**
   * When so much will have come back, by the broker's clock; {@code floorMs} where it cannot be
   * known.
   */
  public long backAtMs(long amount, long floorMs) {
    long back = 0;
    for (Slice slice : slices) {
      back += slice.amount;
      if (back >= amount) {
        return backAtMs(slice);
      }
    }
    return slices.isEmpty() ? floorMs : backAtMs(slices.getLast());
  }

  /** When all will have come back. */
  public long allBackAtMs(long floorMs) {
    return slices.isEmpty() ? floorMs : backAtMs(slices.getLast());
  }

  /** A copy of what was read back, without what is over by then. */
  LimitCounter asOf(long nowMs) {
    LimitCounter copy = new LimitCounter(windowMs);
    copy.lastOffset = lastOffset;
    copy.sum = sum;
    slices.forEach(slice -> copy.slices.addLast(new Slice(slice.number, slice.amount)));
    if (windowMs > 0) {
      copy.forget(nowMs);
    }
    return copy;
  }

  boolean isOver(long nowMs) {
    return used(nowMs) == 0 && slices.isEmpty();
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(windowMs);
    out.writeLong(lastOffset);
    out.writeLong(windowMs == 0 ? sum : 0);
    out.writeInt(slices.size());
    for (Slice slice : slices) {
      out.writeLong(slice.number);
      out.writeLong(slice.amount);
    }
  }

  public static LimitCounter read(DataInput in) throws IOException {
    LimitCounter counter = new LimitCounter(in.readLong());
    counter.lastOffset = in.readLong();
    counter.sum = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      Slice slice = new Slice(in.readLong(), in.readLong());
      counter.slices.addLast(slice);
      counter.sum += slice.amount;
    }
    return counter;
  }

  @Override
  public String toString() {
    return sum + " in " + slices.size() + " slices, " + pending + " pending";
  }
}
