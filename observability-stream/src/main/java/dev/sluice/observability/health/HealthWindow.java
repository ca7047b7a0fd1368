package dev.sluice.observability.health;

import dev.sluice.observability.latency.Sketch;
import dev.sluice.schemas.metric.DeploymentHealth;
import dev.sluice.schemas.metric.LatencyWindow;
import java.util.TreeMap;

/** The last seconds of one deployment, in slots of a second. Mutable, one thread. */
final class HealthWindow {
  static final int SECONDS = 30;
  private static final long SLOT_MS = 1_000;

  /** Counts of one second. */
  private static final class Slot {
    private final Sketch ttft = Sketch.empty();
    private long attempts;
    private long failed;
    private long timedOut;
  }

  private final String deployment;
  private final TreeMap<Long, Slot> slots = new TreeMap<>();

  HealthWindow(String deployment) {
    this.deployment = deployment;
  }

  /**
   * Counts a delta at the moment of its latest record; what is older than the window is left out.
   */
  void add(LatencyWindow delta, long nowMs) {
    long at = Math.min(delta.getUpdatedAtMs(), nowMs);
    if (at <= nowMs - SECONDS * 1_000L) {
      return;
    }
    Slot slot = slots.computeIfAbsent(Math.floorDiv(at, SLOT_MS), second -> new Slot());
    slot.attempts += delta.getAttempts();
    slot.failed += Fault.count(delta.getErrorsByKind(), Fault.Kind.FAILED);
    slot.timedOut += Fault.count(delta.getErrorsByKind(), Fault.Kind.TIMED_OUT);
    slot.ttft.add(Sketch.read(delta.getTtft()));
  }

  /** Whether nothing is left of it. */
  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** The window that ends now. Forgets what lies before it. */
  DeploymentHealth health(long nowMs) {
    slots.headMap(Math.floorDiv(nowMs, SLOT_MS) - SECONDS, true).clear();
    Sketch ttft = Sketch.empty();
    long attempts = 0;
    long failed = 0;
    long timedOut = 0;
    for (Slot slot : slots.values()) {
      ttft.add(slot.ttft);
      attempts += slot.attempts;
      failed += slot.failed;
      timedOut += slot.timedOut;
    }
    DeploymentHealth health = new DeploymentHealth();
    health.setDeployment(deployment);
    health.setWindowS(SECONDS);
    health.setAttempts(attempts);
    health.setFailed(failed);
    health.setTimedOut(timedOut);
    health.setErrorRatio(attempts == 0 ? 0 : (double) (failed + timedOut) / attempts);
    health.setTtftP50Ms(ttft.at(0.5));
    health.setAtMs(nowMs);
    return health;
  }
}
