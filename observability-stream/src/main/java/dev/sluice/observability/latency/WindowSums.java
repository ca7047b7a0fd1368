package dev.sluice.observability.latency;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.metric.LatencyWindow;
import dev.sluice.schemas.metric.Percentiles;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import dev.sluice.schemas.usage.Usages;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The sums of a deployment in one minute, or a part of them: the order in which parts are put
 * together does not matter. Mutable, one thread.
 */
public final class WindowSums {
  public static final Duration WINDOW = Duration.ofMinutes(1);

  private final String deployment;
  private final String provider;
  private final long startMs;
  private final Map<String, Long> errorsByKind = new HashMap<>();
  private final Sketch latency;
  private final Sketch ttft;
  private long attempts;
  private long succeeded;
  private long inputTokens;
  private long outputTokens;
  private long updatedAtMs;

  private WindowSums(
      String deployment, String provider, long startMs, Sketch latency, Sketch ttft) {
    this.deployment = deployment;
    this.provider = provider;
    this.startMs = startMs;
    this.latency = latency;
    this.ttft = ttft;
  }

  static WindowSums empty(String deployment, String provider, long startMs) {
    return new WindowSums(deployment, provider, startMs, Sketch.empty(), Sketch.empty());
  }

  /** Reads what {@link #forMerging()} wrote. */
  static WindowSums read(LatencyWindow window) {
    WindowSums sums =
        new WindowSums(
            window.getDeployment(),
            window.getProvider(),
            window.getWindowStartMs(),
            Sketch.read(window.getLatency()),
            Sketch.read(window.getTtft()));
    sums.addNumbers(window);
    return sums;
  }

  /** Start of the window that a moment lies in. */
  static long startOf(long ms) {
    return Math.floorDiv(ms, WINDOW.toMillis()) * WINDOW.toMillis();
  }

  /** Counts the outcome of an attempt in. */
  void add(AttemptEvent outcome, long recordMs) {
    attempts++;
    if (outcome.getStatus() == AttemptStatus.SUCCEEDED) {
      succeeded++;
      latency.add(outcome.getLatencyMs());
    } else {
      errorsByKind.merge(kindOf(outcome), 1L, Long::sum);
    }
    if (outcome.getTtftMs() != null) {
      ttft.add(outcome.getTtftMs());
    }
    addTokens(outcome);
    updatedAtMs = Math.max(updatedAtMs, recordMs);
  }

  /** Kinds come from other processes; an unknown one must not open a new column for ever. */
  private static String kindOf(AttemptEvent outcome) {
    String kind = outcome.getErrorKind();
    return kind.isEmpty()
        ? outcome.getStatus().name().toLowerCase(Locale.ROOT)
        : ErrorKind.ofWireName(kind).wireName();
  }

  private void addTokens(AttemptEvent outcome) {
    TokenUsage usage = outcome.getUsage();
    if (usage != null && usage.getSource() != UsageSource.UNKNOWN) {
      inputTokens += Usages.inputTokens(usage).orElse(0);
      outputTokens += Usages.outputTokens(usage).orElse(0);
    }
  }

  /** Puts another part of the same window in. */
  void add(LatencyWindow part) {
    latency.add(Sketch.read(part.getLatency()));
    ttft.add(Sketch.read(part.getTtft()));
    addNumbers(part);
  }

  private void addNumbers(LatencyWindow part) {
    attempts += part.getAttempts();
    succeeded += part.getSucceeded();
    part.getErrorsByKind().forEach((kind, count) -> errorsByKind.merge(kind, count, Long::sum));
    inputTokens += part.getInputTokens();
    outputTokens += part.getOutputTokens();
    updatedAtMs = Math.max(updatedAtMs, part.getUpdatedAtMs());
  }

  String deployment() {
    return deployment;
  }

  long startMs() {
    return startMs;
  }

  /** Append time of the latest outcome in here. */
  long updatedAtMs() {
    return updatedAtMs;
  }

  /** For the next stage or the store: sketches to be merged, no percentiles. */
  LatencyWindow forMerging() {
    return window(latency.forMerging(), ttft.forMerging());
  }

  /** For analysts. */
  LatencyWindow forReading() {
    return window(latency.forReading(), ttft.forReading());
  }

  private LatencyWindow window(Percentiles latencies, Percentiles ttfts) {
    LatencyWindow window = new LatencyWindow();
    window.setDeployment(deployment);
    window.setProvider(provider);
    window.setWindowStartMs(startMs);
    window.setWindowS((int) WINDOW.toSeconds());
    window.setAttempts(attempts);
    window.setSucceeded(succeeded);
    window.setErrorsByKind(Map.copyOf(errorsByKind));
    window.setLatency(latencies);
    window.setTtft(ttfts);
    window.setInputTokens(inputTokens);
    window.setOutputTokens(outputTokens);
    window.setUpdatedAtMs(updatedAtMs);
    return window;
  }
}
