package dev.sluice.provider.calls;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.media.RemoteMedia;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.config.Unsupported;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.money.PriceBook;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all calls of a worker share.
 *
 * @param worker instance id
 * @param endpoints the providers as they are configured now
 * @param prices the book of a version, empty where this worker does not have it
 * @param unsupported what becomes of parameters that a provider cannot honour, by project
 * @param media fetches what callers name by URL
 * @param counting where tokens are counted, off the event loops
 */
public record CallServices(
    String worker,
    AttemptSink sink,
    BrokerClock clock,
    Supplier<Endpoints> endpoints,
    Function<String, Optional<PriceBook>> prices,
    Function<String, Unsupported> unsupported,
    RemoteMedia media,
    CanonicalCodec codec,
    CallLimits limits,
    CallBounds bounds,
    ProviderMetrics metrics,
    FailureLog failures,
    Executor counting) {}
