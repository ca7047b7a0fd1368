package dev.sluice.provider.consume;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the calls that run, in number and in bytes of their requests. One taker; any thread may
 * give back.
 */
public final class Slots {
  private final int size;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private int used;
  private long usedBytes;

  public Slots(int size, long maxBytes) {
    if (size < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("slots and bytes are positive");
    }
    this.size = size;
    this.maxBytes = maxBytes;
  }

  /** Waits until this many are free and the bytes in hand are under their bound. */
  boolean awaitFree(int wanted, long atMostMs) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(atMostMs);
    lock.lock();
    try {
      while (size - used < wanted || usedBytes >= maxBytes) {
        if (left <= 0) {
          return false;
        }
        left = freed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes one; the caller has waited for it. */
  void take(long bytes) {
    lock.lock();
    try {
      used++;
      usedBytes += bytes;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(long bytes) {
    lock.lock();
    try {
      used--;
      usedBytes -= bytes;
      freed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** How many calls there may be at the same time. */
  public int size() {
    return size;
  }

  /** How many are taken. */
  public int used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }
}
