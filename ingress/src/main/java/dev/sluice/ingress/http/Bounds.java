package dev.sluice.ingress.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the process takes on at once: open exchanges, and bytes of bodies that are being read,
 * understood or sent. Safe for any thread.
 */
public final class Bounds {
  private final int maxInFlight;
  private final long maxBodyBytes;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong bodyBytes = new AtomicLong();

  /** Bounds that nothing has been taken of. */
  public Bounds(int maxInFlight, long maxBodyBytes) {
    this.maxInFlight = maxInFlight;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Whether one more exchange was taken; it must {@link #leave}. */
  boolean enter() {
    if (inFlight.incrementAndGet() > maxInFlight) {
      inFlight.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  /** Whether there is room for one more exchange just now. */
  boolean hasRoom() {
    return inFlight.get() < maxInFlight;
  }

  /** Whether so many bytes more were taken; they must be given back. */
  boolean takeBytes(long bytes) {
    if (bodyBytes.addAndGet(bytes) > maxBodyBytes) {
      bodyBytes.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void giveBytesBack(long bytes) {
    bodyBytes.addAndGet(-bytes);
  }

  /** Open exchanges. */
  public int inFlight() {
    return inFlight.get();
  }
}
