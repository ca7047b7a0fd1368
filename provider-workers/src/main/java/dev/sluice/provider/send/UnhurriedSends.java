package dev.sluice.provider.send;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Records that nobody waits for. Each of them by itself would be a request to the broker and
 * another one of the router to read it; so they wait a moment and go right before the next record
 * of their producer that somebody does wait for. Under load that comes at once. Safe for any
 * thread.
 */
final class UnhurriedSends {
  /** None waits longer, unless the timer's thread is late. */
  static final long LONGEST_MS = 10;

  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(LONGEST_MS);

  private record Waiting(Runnable send, long due) {}

  private final ScheduledExecutorService timer;
  private final LongSupplier nanos;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean timed = new AtomicBoolean();

  /**
   * @param nanos the clock, as {@link System#nanoTime()} is one
   */
  UnhurriedSends(ScheduledExecutorService timer, LongSupplier nanos) {
    this.timer = timer;
    this.nanos = nanos;
  }

  /** Runs {@code send} within {@value #LONGEST_MS} ms, once; after the timer's end at once. */
  void add(Runnable send) {
    waiting.add(new Waiting(send, nanos.getAsLong() + LONGEST_NANOS));
    if (timed.compareAndSet(false, true)) {
      lookIn(LONGEST_NANOS);
    }
  }

  /** Runs all that wait, in the order in which they were added. */
  void sendAll() {
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      next.send().run();
    }
  }

  /** Sends what is due, and only that: what was added since may still travel with another. */
  private void sendDue() {
    long now = nanos.getAsLong();
    Waiting next = waiting.peek();
    while (next != null && next.due() - now <= 0) {
      if (waiting.remove(next)) {
        next.send().run();
      }
      next = waiting.peek();
    }
    if (next != null) {
      lookIn(next.due() - now);
      return;
    }
    timed.set(false);
    if (!waiting.isEmpty() && timed.compareAndSet(false, true)) { // added before the flag fell
      lookIn(LONGEST_NANOS);
    }
  }

  private void lookIn(long delay) {
    try {
      timer.schedule(this::sendDue, delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      timed.set(false);
      sendAll();
    }
  }
}
