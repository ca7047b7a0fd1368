package dev.sluice.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of the role, all of them there from the start. Safe for any thread. */
public final class ObservabilityMetrics {
  private final Counter attempts;
  private final Counter deltas;
  private final Counter late;
  private final Counter undecodable;
  private final Counter windows;
  private final Counter health;

  public ObservabilityMetrics(MeterRegistry registry) {
    attempts = counter(registry, "attempts", "Outcomes of attempts that were folded in");
    deltas = counter(registry, "deltas", "Deltas sent from the first stage to the second");
    late = counter(registry, "late", "Deltas of windows that are closed, left out");
    undecodable = counter(registry, "undecodable", "Records that could not be read");
    windows = counter(registry, "windows", "Latency windows written");
    health = counter(registry, "health", "Health records written");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("sluice.observability." + name)
        .description(description)
        .register(registry);
  }

  public void attempt() {
    attempts.increment();
  }

  public void delta() {
    deltas.increment();
  }

  public void late() {
    late.increment();
  }

  public void undecodable() {
    undecodable.increment();
  }

  public void windows(int count) {
    windows.increment(count);
  }

  public void health() {
    health.increment();
  }
}
