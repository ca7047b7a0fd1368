package dev.sluice.provider;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.provider.calls.CallBounds;
import dev.sluice.provider.calls.CallServices;
import dev.sluice.provider.calls.FailureLog;
import dev.sluice.provider.cancel.CancelFollower;
import dev.sluice.provider.cancel.CancelledRequests;
import dev.sluice.provider.catalog.LiveEndpoints;
import dev.sluice.provider.consume.DispatchConsumers;
import dev.sluice.provider.consume.HandOver;
import dev.sluice.provider.consume.RunningCalls;
import dev.sluice.provider.consume.Slots;
import dev.sluice.provider.http.Lanes;
import dev.sluice.provider.lease.Lease;
import dev.sluice.provider.media.RemoteMedia;
import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.provider.secret.LiveSecrets;
import dev.sluice.provider.send.KafkaAttemptSink;
import dev.sluice.provider.webhook.Webhooks;
import dev.sluice.schemas.config.ConfigFollower;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.Unsupported;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.operate.ConfigOffset;
import dev.sluice.schemas.serde.Codecs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Wires the role by hand; one method or field per collaborator. Seen by {@link ProviderRole} alone.
 */
final class ProviderModule {
  private static final int COUNTING_THREADS = 2;
  private static final long LEAST_REQUEST_BYTES = 64L << 20;

  final ProviderWorkersConfig config;
  final BrokerClock clock = new BrokerClock(InstantSource.system());
  final ProviderMetrics metrics;
  final Codecs codecs;
  final KafkaAttemptSink sink;
  final ConfigFollower configuration;
  final Lanes lanes;
  final ExecutorService counting;
  final RunningCalls running = new RunningCalls();
  final Slots slots;
  final Slots batchSlots;
  final CancelFollower cancels;
  final DispatchConsumers dispatches;
  final Lease lease;

  final LiveSecrets secrets;
  final LiveEndpoints endpoints;
  final Webhooks webhooks;

  /** Providers whose dispatch topics are there. */
  volatile Set<String> served = Set.of();

  /** Offset of the configuration whose providers these are, -1 before the first. */
  volatile long appliedOffset = -1;

  ProviderModule(ProviderWorkersConfig config, ProviderTypes types, MeterRegistry registry) {
    this.config = config;
    String instance = config.instanceId();
    metrics = new ProviderMetrics(registry);
    codecs = codecs(config);
    sink = new KafkaAttemptSink(config.kafka(), config.topics(), codecs, instance, clock, metrics);
    configuration =
        ConfigFollower.start(
            config.kafka().common(instance + "-config"),
            config.topics().config().name(),
            codecs.serde(config.topics().config()).deserializer());
    secrets = new LiveSecrets(config.environment());
    endpoints =
        new LiveEndpoints(
            () -> configuration.current().providers(), secrets::resolve, types::adapterOf);
    var undecodables = new UndecodableRecords(sink, metrics, clock);
    webhooks =
        new Webhooks(
            config.kafka(),
            config.topics(),
            codecs,
            instance,
            secrets::resolve,
            undecodables::tell,
            metrics);
    lanes = Lanes.start(config.eventLoops(), config.slots() + config.batchSlots());
    counting = counting(config.slots() + config.batchSlots());
    long requestBytes = Math.max(LEAST_REQUEST_BYTES, Runtime.getRuntime().maxMemory() / 8);
    slots = new Slots(config.slots(), requestBytes);
    batchSlots = new Slots(config.batchSlots(), requestBytes / 4);
    var cancelled = new CancelledRequests();
    cancels =
        new CancelFollower(
            config.kafka(),
            config.topics().cancels(),
            codecs.of(config.topics().cancels()),
            instance + "-cancels",
            cancelled,
            running::cancel,
            clock,
            metrics);
    var handOver =
        new HandOver(
            services(),
            lanes,
            running,
            attempt -> cancelled.contains(attempt.requestId(), attempt.id()),
            config.topics());
    dispatches =
        new DispatchConsumers(
            config.kafka(),
            config.topics(),
            codecs,
            instance,
            clock,
            handOver,
            slots,
            batchSlots,
            undecodables::tell,
            () -> served);
    lease =
        new Lease(
            config.kafka(),
            config.topics().workers(),
            codecs.of(config.topics().workers()),
            instance,
            clock,
            this::load);
    gauges();
    ConfigOffset.register(registry, () -> appliedOffset);
  }

  private CallServices services() {
    return new CallServices(
        config.instanceId(),
        sink,
        clock,
        endpoints::current,
        version -> configuration.current().priceBook(version),
        this::unsupported,
        new RemoteMedia(config.media(), Thread::startVirtualThread),
        new CanonicalCodec(),
        config.limits(),
        CallBounds.under(config.topics().sizing().maxMessageBytes()),
        metrics,
        new FailureLog(),
        counting);
  }

  private Unsupported unsupported(String project) {
    return configuration
        .current()
        .project(project)
        .map(Project::unsupported)
        .orElse(Unsupported.DROP);
  }

  private Lease.Load load() {
    return new Lease.Load(
        slots.size() + batchSlots.size(),
        slots.used() + batchSlots.used(),
        List.copyOf(served),
        appliedOffset);
  }

  private void gauges() {
    metrics.gauge(ProviderMetric.SLOTS, "class", "interactive", slots::size);
    metrics.gauge(ProviderMetric.SLOTS, "class", "batch", batchSlots::size);
    metrics.gauge(ProviderMetric.SLOTS_IN_USE, "class", "interactive", slots::used);
    metrics.gauge(ProviderMetric.SLOTS_IN_USE, "class", "batch", batchSlots::used);
    metrics.gauge(ProviderMetric.WAITING_BYTES, "to", "kafka", sink::waitingBytes);
    metrics.gauge(ProviderMetric.SECRETS_GONE, "in", "files", () -> secrets.notes().size());
    metrics.gauge(ProviderMetric.BROKER_SKEW, "to", "kafka", clock::skewMs);
  }

  private static Codecs codecs(ProviderWorkersConfig config) {
    Map<String, String> properties = new HashMap<>(config.kafka().properties());
    properties.put("schema.registry.url", config.kafka().registryUrl());
    return Codecs.of(properties);
  }

  /** Its queue holds every call that there can be. */
  private static ExecutorService counting(int calls) {
    var threads = Thread.ofPlatform().name("sluice-worker-count-", 0).daemon().factory();
    var pool =
        new ThreadPoolExecutor(
            COUNTING_THREADS,
            COUNTING_THREADS,
            30,
            TimeUnit.SECONDS,
            // A call that is ended while its request is prepared has two tasks here.
            new ArrayBlockingQueue<>(2 * calls + 1),
            threads);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
