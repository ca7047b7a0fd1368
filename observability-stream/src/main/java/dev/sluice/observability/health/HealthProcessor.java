package dev.sluice.observability.health;

import dev.sluice.observability.ObservabilityMetrics;
import dev.sluice.schemas.metric.DeploymentHealth;
import dev.sluice.schemas.metric.LatencyWindow;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last seconds of each deployment and tells what changed every two seconds. A deployment
 * that nobody uses any more is told once as having no attempts, then forgotten.
 */
public final class HealthProcessor
    implements Processor<String, LatencyWindow, String, DeploymentHealth> {
  static final Duration TELL_EVERY = Duration.ofSeconds(2);

  /** A window and what was last told of it. */
  private static final class Watched {
    private final HealthWindow window;
    private @Nullable DeploymentHealth told;

    Watched(HealthWindow window) {
      this.window = window;
    }
  }

  private final ObservabilityMetrics metrics;
  private final Map<String, Watched> deployments = new HashMap<>();
  private @Nullable Cancellable schedule;

  // Set by init, before the first record.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<String, DeploymentHealth> context;

  public HealthProcessor(ObservabilityMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, DeploymentHealth> context) {
    this.context = context;
    deployments.clear();
    schedule = null;
  }

  @Override
  public void process(Record<String, LatencyWindow> record) {
    LatencyWindow delta = record.value();
    long nowMs = context.currentSystemTimeMs();
    if (delta.getUpdatedAtMs() <= nowMs - HealthWindow.SECONDS * 1_000L) {
      return;
    }
    try {
      deployments
          .computeIfAbsent(
              delta.getDeployment(), deployment -> new Watched(new HealthWindow(deployment)))
          .window
          .add(delta, nowMs);
    } catch (UncheckedIOException e) {
      metrics.undecodable();
    }
    if (schedule == null) {
      schedule = context.schedule(TELL_EVERY, PunctuationType.WALL_CLOCK_TIME, this::tell);
    }
  }

  private void tell(long nowMs) {
    Iterator<Watched> all = deployments.values().iterator();
    while (all.hasNext()) {
      Watched watched = all.next();
      DeploymentHealth health = watched.window.health(nowMs);
      if (watched.told == null || !saysTheSame(health, watched.told)) {
        context.forward(new Record<>(health.getDeployment(), health, nowMs));
        metrics.health();
        watched.told = health;
      }
      if (watched.window.isEmpty()) {
        all.remove();
      }
    }
    if (deployments.isEmpty() && schedule != null) {
      schedule.cancel();
      schedule = null;
    }
  }

  private static boolean saysTheSame(DeploymentHealth one, DeploymentHealth other) {
    return one.getAttempts() == other.getAttempts()
        && one.getFailed() == other.getFailed()
        && one.getTimedOut() == other.getTimedOut()
        && Objects.equals(one.getTtftP50Ms(), other.getTtftP50Ms());
  }
}
