package dev.sluice.provider.send;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Records that nobody waits for. Each of them by itself would be a request to the broker and
 * another one of the router to read it; so they wait a moment and go right before the next record
 * of their producer that somebody does wait for. Under load that comes at once. Safe for any
 * thread.
 */
final class UnhurriedSends {
  /** None waits longer, unless the timer's thread is late. */
  static final long LONGEST_MS = 5;

  private final ScheduledExecutorService timer;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean timed = new AtomicBoolean();

  UnhurriedSends(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Runs {@code send} within {@value #LONGEST_MS} ms, once; after the timer's end at once. */
  void add(Runnable send) {
    waiting.add(send);
    if (timed.compareAndSet(false, true)) {
      try {
        timer.schedule(this::sendTimed, LONGEST_MS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        sendTimed();
      }
    }
  }

  /** Runs all that wait, in the order in which they were added. */
  void sendAll() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  private void sendTimed() {
    timed.set(false); // before the look, so that what is added behind it has a time of its own
    sendAll();
  }
}
