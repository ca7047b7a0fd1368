package dev.sluice.router.decision;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The owners of one partition in the order of their claims. A claim counts where its number is
 * higher than every one before it; of two equal claims the first in the log counts.
 */
public final class Epochs {
  private static final int KEPT = 64;

  /**
   * An owner takes over.
   *
   * @param offset of its claim in the log
   * @param owner unique for each time that a partition is taken
   */
  public record Claim(long epoch, long offset, String owner) {}

  private final Deque<Claim> claims = new ArrayDeque<>();

  /** Folds one claim; false where it is void because a higher or equal one came before it. */
  public boolean claim(long epoch, long offset, String owner) {
    if (epoch <= current()) {
      return false;
    }
    claims.addLast(new Claim(epoch, offset, owner));
    if (claims.size() > KEPT) {
      claims.removeFirst();
    }
    return true;
  }

  /** Epoch in force at the end of what was folded; 0 before any claim. */
  public long current() {
    Claim last = claims.peekLast();
    return last == null ? 0 : last.epoch();
  }

  /** Owner that is in force at the end of what was folded; empty before any claim. */
  public String currentOwner() {
    Claim last = claims.peekLast();
    return last == null ? "" : last.owner();
  }

  /** Epoch that was in force for a record at this offset; -1 where that is no longer known. */
  public long inForceAt(long offset) {
    for (Iterator<Claim> latest = claims.descendingIterator(); latest.hasNext(); ) {
      Claim claim = latest.next();
      if (claim.offset() < offset) {
        return claim.epoch();
      }
    }
    return claims.size() < KEPT ? 0 : -1;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(claims.size());
    for (Claim claim : claims) {
      out.writeLong(claim.epoch());
      out.writeLong(claim.offset());
      out.writeUTF(claim.owner());
    }
  }

  static Epochs read(DataInput in) throws IOException {
    Epochs epochs = new Epochs();
    for (int left = in.readInt(); left > 0; left--) {
      epochs.claims.addLast(new Claim(in.readLong(), in.readLong(), in.readUTF()));
    }
    return epochs;
  }

  @Override
  public String toString() {
    return claims.toString();
  }
}
