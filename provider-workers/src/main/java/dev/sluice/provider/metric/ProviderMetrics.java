package dev.sluice.provider.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts and times. Safe for any thread; meters are looked up once per set of tags. */
public final class ProviderMetrics {
  private record Key(ProviderMetric metric, String first, String second, String third) {}

  private final MeterRegistry registry;
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  public ProviderMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** An attempt ended. */
  public void attempt(String provider, String status, String errorKind, long latencyMs) {
    Key ended = new Key(ProviderMetric.ATTEMPTS, provider, status, errorKind);
    counter(ended, () -> Tags.of("provider", provider, "status", status, "error", errorKind))
        .increment();
    timer(ProviderMetric.ATTEMPT_SECONDS, provider).record(latencyMs, TimeUnit.MILLISECONDS);
  }

  /** A stream showed its first content. */
  public void firstContent(String provider, long ttftMs) {
    timer(ProviderMetric.TTFT_SECONDS, provider).record(ttftMs, TimeUnit.MILLISECONDS);
  }

  /** One more of what is told apart by one tag. */
  public void count(ProviderMetric metric, String tag, String value) {
    counter(new Key(metric, value, "", ""), () -> Tags.of(tag, value)).increment();
  }

  /** One more. */
  public void count(ProviderMetric metric) {
    counter(new Key(metric, "", "", ""), Tags::empty).increment();
  }

  /** A value that is read when somebody looks. */
  public void gauge(ProviderMetric metric, String tag, String value, Supplier<Number> now) {
    Gauge.builder(metric.id(), now)
        .description(metric.meaning())
        .tags(Tags.of(tag, value))
        .register(registry);
  }

  private Counter counter(Key key, Supplier<Tags> tags) {
    return counters.computeIfAbsent(
        key,
        absent ->
            Counter.builder(key.metric().id())
                .description(key.metric().meaning())
                .tags(tags.get())
                .register(registry));
  }

  private Timer timer(ProviderMetric metric, String provider) {
    return timers.computeIfAbsent(
        new Key(metric, provider, "", ""),
        key ->
            Timer.builder(metric.id())
                .description(metric.meaning())
                .tag("provider", provider)
                .publishPercentileHistogram(false)
                .register(registry));
  }
}
