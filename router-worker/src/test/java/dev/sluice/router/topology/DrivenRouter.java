package dev.sluice.router.topology;

import dev.sluice.router.RouterMetrics;
import dev.sluice.router.admission.ConfiguredAdmission;
import dev.sluice.router.inflight.RuleTimes;
import dev.sluice.router.inflight.Workers;
import dev.sluice.router.log.CommittedOffsets;
import dev.sluice.router.log.HeldOffsets;
import dev.sluice.router.log.PartitionLogs;
import dev.sluice.router.plan.DeploymentCatalog;
import dev.sluice.router.plan.Route;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.reply.RequestOutcome;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.CancelReason;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The topology in a test driver, with a clock of its own and workers that live or not. */
final class DrivenRouter implements AutoCloseable {
  static final int MOST_IN_FLIGHT = 100;
  static final Instant START = Instant.ofEpochMilli(1_800_000_000_000L);

  final Topics topics = new Topics("t.", TopicSizing.embedded(1 << 20).withAccountPartitions(1));
  final Codecs codecs = Codecs.of("mock://driven-router");
  final Set<String> lostWorkers = new HashSet<>();
  final Set<String> foundSent = new HashSet<>();
  final Map<String, Route> routes = new HashMap<>();
  final OneLog logs;
  final RouterServices services;
  final TopologyTestDriver driver;

  /**
   * Each look at the monotonic clock finds it this much later: the process is stopped all the time.
   */
  long delayMs;

  final HeldOffsets held = new HeldOffsets();
  private final AtomicLong nowMs = new AtomicLong(START.toEpochMilli());
  private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();

  DrivenRouter() {
    this(RouterServices.OwnershipChecks.ON, 1 << 20, new OneLog());
  }

  /** The next owner: it finds the log as this one leaves it, and nothing committed. */
  static DrivenRouter after(DrivenRouter before) {
    OneLog logs = new OneLog();
    logs.decisions.addAll(before.logs.decisions);
    logs.decisions.addAll(before.raw(before.topics.decisions()));
    logs.requests.addAll(before.logs.requests);
    return new DrivenRouter(
        RouterServices.OwnershipChecks.ON, 1 << 20, logs, before.services.config());
  }

  /** The next owner, where this one has committed all that it read. */
  static DrivenRouter afterCommitOf(DrivenRouter before) {
    OneLog logs = new OneLog();
    logs.decisions.addAll(before.logs.decisions);
    logs.decisions.addAll(before.raw(before.topics.decisions()));
    logs.requests.addAll(before.logs.requests);
    logs.committedDecisions = logs.decisions.size();
    return new DrivenRouter(RouterServices.OwnershipChecks.ON, 1 << 20, logs);
  }

  DrivenRouter(RouterServices.OwnershipChecks checks, long payloadBytes, OneLog logs) {
    this(checks, payloadBytes, logs, GatewayConfig::empty);
  }

  /** With limits and budgets of this configuration. */
  DrivenRouter(GatewayConfig config) {
    this(RouterServices.OwnershipChecks.ON, 1 << 20, new OneLog(), () -> config);
  }

  private DrivenRouter(
      RouterServices.OwnershipChecks checks,
      long payloadBytes,
      OneLog logs,
      Supplier<GatewayConfig> config) {
    this.logs = logs;
    DeploymentCatalog catalog = envelope -> route(envelope);
    Workers workers = (worker, startedAtMs) -> lostWorkers.contains(worker);
    services =
        new RouterServices(
            "router-1",
            topics,
            codecs,
            logs,
            new CommittedOffsets(topics.decisions().name()),
            held,
            (dispatchTopics, partition, decision, sinceMs) ->
                CompletableFuture.completedFuture(foundSent),
            catalog,
            config,
            new ConfiguredAdmission(config),
            workers,
            RuleTimes.standard(Duration.ofMinutes(15)),
            new BrokerClock(() -> Instant.ofEpochMilli(nowMs.get())),
            () -> Instant.ofEpochMilli(nowMs.get()),
            () -> nowMs.addAndGet(delayMs) * 1_000_000,
            new RouterMetrics(new SimpleMeterRegistry()),
            checks,
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            MOST_IN_FLIGHT,
            payloadBytes);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "t.router");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
    driver = new TopologyTestDriver(RouterTopology.build(services), properties, START);
    logs.decisions.forEach(decision -> pipe(topics.decisions(), "log", decision));
  }

  private Route route(Envelope envelope) {
    return routes.getOrDefault(
        envelope.getRequestedModel(),
        new Route.Nowhere(
            new ErrorInfo(
                "unknown_model", 0, "no such model", null, null, null, null, "route", "")));
  }

  /** A model that is served by these providers in turn. */
  void serve(String model, String... providers) {
    List<dev.sluice.schemas.decision.DeploymentStep> steps = new ArrayList<>();
    for (String provider : providers) {
      steps.add(Samples.step(provider));
    }
    routes.put(model, new Route.Chain(steps, "prices-1"));
  }

  void accept(InferenceRequest request) {
    byte[] value = codecs.of(topics.requests()).encode(request);
    logs.requests.add(value);
    pipe(topics.requests(), request.getEnvelope().getAccount(), value);
  }

  void tell(AttemptEvent event) {
    pipe(topics.attempts(), event.getAccount(), codecs.of(topics.attempts()).encode(event));
    logs.attempts++;
  }

  void report(FailedAttempt failed) {
    pipe(topics.fallback(), failed.getAccount(), codecs.of(topics.fallback()).encode(failed));
    logs.fallback++;
  }

  /** The caller of this request is gone. */
  void cancel(String requestId) {
    Cancel cancel =
        new Cancel(
            requestId,
            Samples.ACCOUNT,
            "",
            CancelReason.CALLER_GONE,
            START.plusSeconds(60).toEpochMilli());
    pipe(topics.cancels(), Samples.ACCOUNT, codecs.of(topics.cancels()).encode(cancel));
  }

  <V extends SpecificRecord> void pipe(Topic<V> topic, String key, byte[] value) {
    inputs
        .computeIfAbsent(
            topic.name(),
            name ->
                driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()))
        .pipeInput(key.getBytes(StandardCharsets.UTF_8), value, Instant.ofEpochMilli(nowMs.get()));
  }

  <V extends SpecificRecord> List<V> written(Topic<V> topic) {
    List<V> values = new ArrayList<>();
    raw(topic).forEach(value -> values.add(codecs.of(topic).decode(value)));
    return values;
  }

  private List<byte[]> raw(Topic<?> topic) {
    return driver
        .createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readValuesToList();
  }

  List<Dispatch> dispatched(String provider) {
    return written(topics.dispatch(provider, false));
  }

  /** Outcomes of requests: settled with one tick, told with the next. */
  List<RequestOutcome> outcomes() {
    tick();
    tick();
    return written(topics.outcomes());
  }

  /** The partition looks at what is due, and sends what had time. */
  void tick() {
    pass(Duration.ofMillis(100));
  }

  void pass(Duration span) {
    Duration left = span;
    while (left.isPositive()) {
      Duration step = left.compareTo(Duration.ofMillis(100)) > 0 ? Duration.ofMillis(100) : left;
      nowMs.addAndGet(step.toMillis());
      driver.advanceWallClockTime(step);
      left = left.minus(step);
    }
  }

  @Override
  public void close() {
    driver.close();
  }

  /** Logs beside the driver: it has the requests, and says how much of the others there is. */
  static final class OneLog implements PartitionLogs {
    final List<byte[]> requests = new ArrayList<>();
    final List<byte[]> decisions = new ArrayList<>();

    /** A claim of somebody else that the log has and the driver does not. */
    byte[] foreignClaim = {};

    long attempts;
    long fallback;
    long committedDecisions;

    @Override
    public Appended append(String topic, int partition, byte[] key, byte[] value) {
      decisions.add(value);
      return new Appended(decisions.size() - 1, START.toEpochMilli());
    }

    @Override
    public void readSince(Set<String> topics, long timestampMs, Consumer<Logged> reader) {
      throw new UnsupportedOperationException("the search of this router is its own");
    }

    @Override
    public long end(String topic, int partition) {
      if (topic.endsWith("attempts")) {
        return attempts;
      }
      if (topic.endsWith("fallback")) {
        return fallback;
      }
      return topic.endsWith("decisions") ? decisions.size() : 0;
    }

    @Override
    public long committed(String topic, int partition) {
      return topic.endsWith("decisions") ? committedDecisions : 0;
    }

    @Override
    public long offsetAt(String topic, int partition, long timestampMs) {
      return 0;
    }

    @Override
    public void read(String topic, int partition, long from, long until, Consumer<Logged> reader) {
      List<byte[]> log = topic.endsWith("requests") ? requests : decisions;
      for (long at = from; at < Math.min(until, log.size()); at++) {
        reader.accept(new Logged(at, START.toEpochMilli(), log.get((int) at)));
      }
      if (topic.endsWith("decisions") && foreignClaim.length > 0) {
        reader.accept(new Logged(until - 1, START.toEpochMilli(), foreignClaim));
      }
    }

    @Override
    public void close() {}
  }
}
