package dev.sluice.launcher.command;

import java.util.concurrent.CountDownLatch;

/** Keeps a process going until SIGTERM or SIGINT, then closes in order. */
final class Running {
  private Running() {}

  /** Returns when the process is asked to end and {@code closing} is done. */
  static void untilStopped(AutoCloseable closing) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
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
    asked.await();
    try {
      closing.close();
    } catch (Exception e) {
      System.err.println("sluice: the stop was not clean: " + e);
    } finally {
      closed.countDown();
    }
  }
}
