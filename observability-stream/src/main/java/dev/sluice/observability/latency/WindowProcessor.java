package dev.sluice.observability.latency;

import static dev.sluice.observability.ObservabilityNodes.WINDOW_STORE;

import dev.sluice.observability.ObservabilityMetrics;
import dev.sluice.schemas.metric.LatencyWindow;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Second stage: merges the deltas of a window in the store and writes changed windows once a
 * second. Windows are open for {@link #OPEN}; a delta that comes later would stand for the whole
 * window, so it is left out and counted.
 */
public final class WindowProcessor
    implements Processor<String, LatencyWindow, String, LatencyWindow> {
  static final Duration OPEN = Duration.ofHours(6);
  static final Duration WRITE_EVERY = Duration.ofSeconds(1);

  /** Windows that changed this shortly before a task ended may not have been written. */
  private static final long UNSURE_MS = 30_000;

  private static final long CLEAN_EVERY_MS = 3_600_000;
  private static final String FIRST = "0";

  private final ObservabilityMetrics metrics;
  private final CommitGate gate;
  private final Map<String, WindowSums> changed = new LinkedHashMap<>();
  private @Nullable Cancellable schedule;
  private long nextCleaningMs;

  // Set by init, before the first record.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<String, LatencyWindow> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, LatencyWindow> store;

  public WindowProcessor(ObservabilityMetrics metrics, CommitGate gate) {
    this.metrics = metrics;
    this.gate = gate;
  }

  @Override
  public void init(ProcessorContext<String, LatencyWindow> context) {
    this.context = context;
    this.store = context.getStateStore(WINDOW_STORE);
    changed.clear();
    schedule = null;
    nextCleaningMs = Long.MIN_VALUE;
    takeOver();
  }

  /** Writes the last windows again: a predecessor may have ended before it could. */
  private void takeOver() {
    long newest = 0;
    try (KeyValueIterator<String, LatencyWindow> all = store.all()) {
      while (all.hasNext()) {
        newest = Math.max(newest, all.next().value.getUpdatedAtMs());
      }
    }
    long unsure = newest - UNSURE_MS;
    try (KeyValueIterator<String, LatencyWindow> all =
        store.range(Long.toString(WindowSums.startOf(unsure)), null)) {
      all.forEachRemaining(window -> {
        if (window.value.getUpdatedAtMs() >= unsure) {
          changed.put(window.key, WindowSums.read(window.value));
        }
      });
    }
    if (!changed.isEmpty()) {
      startSchedule();
    }
  }

  @Override
  public void process(Record<String, LatencyWindow> record) {
    LatencyWindow delta = record.value();
    long now = Math.max(context.currentStreamTimeMs(), record.timestamp());
    if (delta.getWindowStartMs() < now - OPEN.toMillis()) {
      metrics.late();
      return;
    }
    String key = delta.getWindowStartMs() + "|" + delta.getDeployment();
    WindowSums sums = sumsOf(key, delta);
    try {
      sums.add(delta);
    } catch (UncheckedIOException e) {
      metrics.undecodable();
      return;
    }
    store.put(key, sums.forMerging());
    changed.put(key, sums);
    gate.hold(this);
    startSchedule();
    forgetClosed(now);
  }

  private WindowSums sumsOf(String key, LatencyWindow delta) {
    WindowSums hot = changed.get(key);
    if (hot != null) {
      return hot;
    }
    LatencyWindow stored = store.get(key);
    return stored == null
        ? WindowSums.empty(delta.getDeployment(), delta.getProvider(), delta.getWindowStartMs())
        : WindowSums.read(stored);
  }

  private void startSchedule() {
    if (schedule == null) {
      schedule =
          context.schedule(
              Instant.EPOCH, WRITE_EVERY, PunctuationType.WALL_CLOCK_TIME, this::write);
    }
  }

  private void write(long nowMs) {
    if (changed.isEmpty()) {
      if (schedule != null) {
        schedule.cancel();
        schedule = null;
      }
      return;
    }
    for (WindowSums sums : changed.values()) {
      String key = sums.deployment() + "|" + sums.startMs();
      context.forward(new Record<>(key, sums.forReading(), nowMs));
    }
    metrics.windows(changed.size());
    changed.clear();
    if (gate.release(this)) {
      context.commit();
    }
  }

  /** What was not written yet is in the store; whoever takes over writes it. */
  @Override
  public void close() {
    gate.release(this);
  }

  private void forgetClosed(long nowMs) {
    if (nowMs < nextCleaningMs) {
      return;
    }
    nextCleaningMs = nowMs + CLEAN_EVERY_MS;
    String firstOpen = Long.toString(nowMs - OPEN.toMillis());
    try (KeyValueIterator<String, LatencyWindow> closed = store.range(FIRST, firstOpen)) {
      while (closed.hasNext()) {
        store.delete(closed.next().key);
      }
    }
  }
}
