package dev.sluice.launcher.command;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps a process going until SIGTERM or SIGINT, then closes in order. */
final class Running {
  private Running() {}

  /** Returns when the process is asked to end and {@code closing} is done. */
  static void untilStopped(AutoCloseable closing) throws InterruptedException {
    Optional<Throwable> none =
        untilStopped(closing, CompletableFuture.completedFuture("nothing more starts"));
    none.ifPresent(impossible -> {
      throw new IllegalStateException(impossible);
    });
  }

  /**
   * The same, where something still starts: it stops, too, when that fails.
   *
   * @return why that failed, empty where the process was asked to end
   */
  static Optional<Throwable> untilStopped(AutoCloseable closing, CompletableFuture<?> starting)
      throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    Thread hook =
        new Thread(
            () -> {
              asked.countDown();
              try {
                closed.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "sluice-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    starting.whenComplete((started, failure) -> {
      if (failure != null && asked.getCount() > 0) {
        failed.set(failure instanceof CompletionException e ? cause(e) : failure);
        asked.countDown();
      }
    });
    asked.await();
    try {
      closing.close();
    } catch (Exception e) {
      System.err.println("sluice: the stop was not clean: " + e);
    } finally {
      closed.countDown();
    }
    return Optional.ofNullable(failed.get());
  }

  private static Throwable cause(CompletionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }
}
