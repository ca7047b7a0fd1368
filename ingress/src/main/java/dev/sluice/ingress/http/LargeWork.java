package dev.sluice.ingress.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A small bounded pool for bodies and replies that would hold an event loop up. Safe for any
 * thread.
 */
public final class LargeWork implements AutoCloseable {
  /** Up to this size a body is understood on the event loop. */
  static final int LARGE_BYTES = 64 << 10;

  private final ThreadPoolExecutor pool;

  /** A pool of so many threads, before which so many tasks may wait. */
  public LargeWork(int threads, int waiting) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().name("sluice-ingress-large-", 0).daemon().factory());
    pool.allowCoreThreadTimeOut(true);
  }

  /** Whether the task was taken. It must not throw. */
  boolean offer(Runnable task) {
    try {
      pool.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
