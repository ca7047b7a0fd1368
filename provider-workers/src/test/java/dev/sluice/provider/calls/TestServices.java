package dev.sluice.provider.calls;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.media.MediaBounds;
import dev.sluice.provider.media.RemoteMedia;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.config.Unsupported;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.money.PriceBooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** What a call needs, with records kept in memory and the prices that are built in. */
final class TestServices {
  private TestServices() {}

  static CallServices of(MemorySink sink, Supplier<Endpoints> endpoints, ExecutorService counting) {
    return new CallServices(
        "worker-1",
        sink,
        new BrokerClock(InstantSource.system()),
        endpoints,
        version -> PriceBooks.resolve(version, any -> Optional.empty()),
        project -> Unsupported.DROP,
        new RemoteMedia(MediaBounds.DEFAULTS, Runnable::run),
        new CanonicalCodec(),
        CallLimits.DEFAULTS,
        new CallBounds(4 << 20, 64 << 10, 1 << 20, 16),
        new ProviderMetrics(new SimpleMeterRegistry()),
        new FailureLog(),
        counting);
  }
}
