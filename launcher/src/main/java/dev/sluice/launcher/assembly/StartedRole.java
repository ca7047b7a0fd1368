package dev.sluice.launcher.assembly;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A role that runs in this process.
 *
 * @param name as the command calls it
 * @param adminUrl of its admin port
 * @param notReady why it is not ready, empty where it is; what its {@code /readyz} says
 * @param closing stops it
 */
public record StartedRole(
    String name, String adminUrl, Supplier<List<String>> notReady, AutoCloseable closing) {
  private static final long LOOK_MS = 5;

  /**
   * Waits until it says that it is ready.
   *
   * @throws StartFailure with its own reasons, if it is not so within the time
   */
  void awaitReady(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    List<String> reasons = notReady.get();
    while (!reasons.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new StartFailure(
            name
                + " is not ready after "
                + atMost.toSeconds()
                + " s: "
                + String.join("; ", reasons));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      reasons = notReady.get();
    }
  }
}
