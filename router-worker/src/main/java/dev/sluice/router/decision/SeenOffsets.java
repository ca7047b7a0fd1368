package dev.sluice.router.decision;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeSet;

/**
 * Which offsets of a log were dealt with: a high-water mark and the few below it that were not. A
 * decision can be lost while the one after it is kept; without the holes its request would then
 * pass for dealt with.
 */
public final class SeenOffsets {
  private static final int MOST_HOLES = 1024;

  private long highWater = -1;
  private final TreeSet<Long> holes = new TreeSet<>();

  /** Whether the record at this offset was dealt with. */
  public boolean contains(long offset) {
    return offset <= highWater && (holes.isEmpty() || !holes.contains(offset));
  }

  /** The record at this offset is dealt with. Adding it again changes nothing. */
  public void add(long offset) {
    if (offset <= highWater) {
      holes.remove(offset);
      return;
    }
    if (offset - highWater - 1 <= MOST_HOLES) {
      for (long hole = highWater + 1; hole < offset; hole++) {
        holes.add(hole);
      }
      while (holes.size() > MOST_HOLES) {
        holes.pollFirst();
      }
    }
    highWater = offset;
  }

  /** Highest offset that was dealt with, -1 where none was. */
  public long highWater() {
    return highWater;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(highWater);
    out.writeInt(holes.size());
    for (long hole : holes) {
      out.writeLong(hole);
    }
  }

  static SeenOffsets read(DataInput in) throws IOException {
    SeenOffsets seen = new SeenOffsets();
    seen.highWater = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      seen.holes.add(in.readLong());
    }
    return seen;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeenOffsets seen
        && seen.highWater == highWater
        && seen.holes.equals(holes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(highWater) * 31 + holes.hashCode();
  }

  @Override
  public String toString() {
    return "up to " + highWater + " without " + holes;
  }
}
