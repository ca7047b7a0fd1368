package dev.sluice.ingress.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The meters of the ingress. Counters are looked up once per set of labels, so counting costs one
 * look into a map. Safe for any thread.
 */
public final class IngressMetrics {
  private final MeterRegistry registry;
  private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();
  private final Timer wholeDuration;
  private final Timer streamDuration;
  private final Timer wholeFirstByte;
  private final Timer streamFirstByte;
  private final Timer publishTime;

  private record Labels(IngressMetric metric, String first, int status, String third) {}

  /** Meters in this registry. */
  public IngressMetrics(MeterRegistry registry) {
    this.registry = registry;
    wholeDuration = timer(IngressMetric.DURATION, "false");
    streamDuration = timer(IngressMetric.DURATION, "true");
    wholeFirstByte = timer(IngressMetric.FIRST_BYTE, "false");
    streamFirstByte = timer(IngressMetric.FIRST_BYTE, "true");
    publishTime =
        Timer.builder(IngressMetric.PUBLISH_TIME.metricName())
            .description(IngressMetric.PUBLISH_TIME.meaning())
            .register(registry);
  }

  /** A finished request. */
  public void request(String route, int status, String end) {
    Labels labels = new Labels(IngressMetric.REQUESTS, route, status, end);
    Counter counter = counters.get(labels);
    if (counter == null) {
      counter =
          counters.computeIfAbsent(
              labels,
              key ->
                  Counter.builder(key.metric().metricName())
                      .description(key.metric().meaning())
                      .tag("route", key.first())
                      .tag("status", Integer.toString(key.status()))
                      .tag("end", key.third())
                      .register(registry));
    }
    counter.increment();
  }

  /** Counts one of a metric that has one label or none. */
  public void count(IngressMetric metric, String label) {
    count(metric, label, 1);
  }

  /** Counts several. */
  public void count(IngressMetric metric, String label, long amount) {
    Labels labels = new Labels(metric, label, 0, "");
    Counter counter = counters.get(labels);
    if (counter == null) {
      counter =
          counters.computeIfAbsent(
              labels,
              key ->
                  Counter.builder(key.metric().metricName())
                      .description(key.metric().meaning())
                      .tag("kind", key.first())
                      .register(registry));
    }
    counter.increment(amount);
  }

  /** The time of a finished chat request. */
  public void duration(boolean stream, long nanos) {
    (stream ? streamDuration : wholeDuration).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The time to the first byte of an answer. */
  public void firstByte(boolean stream, long nanos) {
    (stream ? streamFirstByte : wholeFirstByte).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The time that a request took into the log. */
  public void published(long nanos) {
    publishTime.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A value that is asked for at each look. */
  public void gauge(IngressMetric metric, Supplier<Number> value) {
    Gauge.builder(metric.metricName(), value)
        .description(metric.meaning())
        .strongReference(true)
        .register(registry);
  }

  private Timer timer(IngressMetric metric, String stream) {
    return Timer.builder(metric.metricName())
        .description(metric.meaning())
        .tag("stream", stream)
        .publishPercentiles()
        .serviceLevelObjectives(
            java.time.Duration.ofMillis(5),
            java.time.Duration.ofMillis(10),
            java.time.Duration.ofMillis(25),
            java.time.Duration.ofMillis(50),
            java.time.Duration.ofMillis(100),
            java.time.Duration.ofMillis(250),
            java.time.Duration.ofSeconds(1),
            java.time.Duration.ofSeconds(5),
            java.time.Duration.ofSeconds(30))
        .register(registry);
  }
}
