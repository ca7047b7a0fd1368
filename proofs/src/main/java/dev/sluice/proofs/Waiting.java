package dev.sluice.proofs;

import java.time.Duration;

/** Waits for a condition, looking often. */
public final class Waiting {
  private Waiting() {}

  /** Something that may fail to be known for now. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Waits until it holds; a look that fails counts as not yet.
   *
   * @return whether it held in time
   */
  public static boolean until(Duration atMost, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Object pause = new Object();
    while (System.nanoTime() < end) {
      if (holds(condition)) {
        return true;
      }
      synchronized (pause) {
        pause.wait(50);
      }
    }
    return holds(condition);
  }

  private static boolean holds(Condition condition) throws InterruptedException {
    try {
      return condition.holds();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return false;
    }
  }
}
