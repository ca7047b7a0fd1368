package dev.sluice.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends a run that takes longer than it may. */
final class Watchdog {

  private static final int TOO_LONG = 3;

  private Watchdog() {}

  /** After so long, every process that the bench started is ended, then the bench. */
  static void start(Duration atMost) {
    Runtime.getRuntime().addShutdownHook(new Thread(Watchdog::endChildren, "bench-stop"));
    Thread thread =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(atMost.toMillis());
              } catch (InterruptedException e) {
                return;
              }
              System.err.println("bench: not done within " + atMost.toMinutes() + " min, given up");
              System.exit(TOO_LONG);
            },
            "bench-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  private static void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
  }
}
