package dev.sluice.ingress;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.ingress.admin.AdminApi;
import dev.sluice.ingress.admin.ObjectView;
import dev.sluice.ingress.audit.CallerRefusals;
import dev.sluice.ingress.http.Bounds;
import dev.sluice.ingress.http.Collaborators;
import dev.sluice.ingress.http.IngressServer;
import dev.sluice.ingress.http.LargeWork;
import dev.sluice.ingress.http.Serving;
import dev.sluice.ingress.http.Surfaces;
import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.ingress.publish.KafkaOutcomeLog;
import dev.sluice.ingress.publish.KafkaRequestLog;
import dev.sluice.ingress.reply.PendingReplies;
import dev.sluice.schemas.config.ConfigFollower;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.operate.ConfigOffset;
import dev.sluice.schemas.operate.OperateServer;
import dev.sluice.schemas.serde.Codecs;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running ingress. It listens from the start and answers 503 until it can serve; it stays through
 * any outage of Kafka.
 */
public final class IngressRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IngressRole.class);

  /** How long {@link #start} waits for Kafka before it leaves the rest to readiness. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  private static final int LARGE_THREADS = 2;
  private static final int LARGE_WAITING = 256;
  private static final int COUNTS_WAITING = 64;

  private final IngressConfig config;
  private final PrometheusMeterRegistry registry;
  private final IngressMetrics metrics;
  private final InstantSource clock = InstantSource.system();
  private final BrokerClock brokerClock = new BrokerClock(clock);
  private final PendingReplies pending = new PendingReplies();
  private final Bounds bounds;
  private final LargeWork largeWork = new LargeWork(LARGE_THREADS, LARGE_WAITING);
  private final LargeWork counting = new LargeWork(1, COUNTS_WAITING);
  private final KafkaRequestLog requests;
  private final KafkaOutcomeLog outcomes;
  private final KafkaSide kafkaSide;
  private final IngressServer server;
  private final AdminApi admin;
  private final OperateServer operate;
  private final AtomicBoolean closing = new AtomicBoolean();

  private IngressRole(IngressConfig config) throws IOException {
    this.config = config;
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics = new IngressMetrics(registry);
    IngressConfig.Limits limits = config.limits();
    bounds = new Bounds(limits.maxInFlight(), limits.maxOpenBodyBytes());
    Codecs codecs = Codecs.of(config.kafka().registryUrl());
    requests =
        KafkaRequestLog.start(
            config.kafka(),
            config.topics().requests().name(),
            config.instanceId(),
            limits.maxQueuedSends(),
            brokerClock,
            clock,
            metrics);
    outcomes =
        KafkaOutcomeLog.start(
            config.kafka(), config.topics(), codecs, config.instanceId(), brokerClock, metrics);
    ObjectView objects = new ObjectView();
    kafkaSide = new KafkaSide(config, codecs, pending, outcomes, metrics, clock, objects);
    server = listen(collaborators(codecs));
    admin =
        AdminApi.of(
            config.kafka(),
            config.topics(),
            codecs,
            config.instanceId(),
            new AdminApi.Configuration(objects, this::configInForce, this::configIsRead),
            metrics,
            clock);
    try {
      operate =
          OperateServer.start(
              config.listen().adminHost(),
              config.listen().adminPort(),
              registry,
              this::notReady,
              admin.handlers());
    } catch (IOException e) {
      server.close();
      admin.close();
      closeKafka();
      throw new PortUnavailableException(
          "operators",
          "server.admin_port",
          config.listen().adminHost(),
          config.listen().adminPort(),
          e.getCause() == null ? e : e.getCause());
    }
    gauges();
  }

  /**
   * Starts an ingress. Returns when it can serve, or after a few seconds where Kafka is not to be
   * had: then it goes on trying, and {@link #notReady} says why.
   *
   * @throws PortUnavailableException if an address cannot be had
   */
  public static IngressRole start(IngressConfig config) throws IOException {
    return start(config, START_PATIENCE);
  }

  static IngressRole start(IngressConfig config, Duration patience) throws IOException {
    IngressRole role = new IngressRole(config);
    role.kafkaSide.start(role.server.lanes());
    role.kafkaSide.awaitReady(patience);
    LOG.atInfo()
        .addKeyValue("instance", config.instanceId())
        .addKeyValue("host", config.listen().host())
        .addKeyValue("port", role.port())
        .addKeyValue("adminPort", role.adminPort())
        .addKeyValue("notReady", role.notReady())
        .log("Ingress started");
    return role;
  }

  private Collaborators collaborators(Codecs codecs) {
    CanonicalCodec canonical = new CanonicalCodec();
    IngressConfig.Limits limits = config.limits();
    return new Collaborators(
        new Collaborators.Limits(
            config.instanceId(),
            config.topics().replies().name(),
            limits.maxBodyBytes(),
            limits.bodyTimeout().toSeconds(),
            limits.keepAlive().toNanos(),
            limits.maxStreamBuffer()),
        this::configInForce,
        Surfaces.all(canonical),
        canonical,
        codecs.of(config.topics().requests()),
        requests,
        outcomes,
        kafkaSide,
        pending,
        bounds,
        largeWork,
        counting,
        new CallerRefusals(this::writeDown, clock),
        metrics,
        brokerClock,
        clock);
  }

  private void writeDown(ConfigCommand refused) {
    admin.writeDown(refused);
  }

  private IngressServer listen(Collaborators with) throws PortUnavailableException {
    IngressConfig.Listen listen = config.listen();
    return switch (IngressServer.start(
        with, this::state, listen.host(), listen.port(), config.limits().eventLoops())) {
      case IngressServer.Outcome.Listening(IngressServer listening) -> listening;
      case IngressServer.Outcome.Failed(Throwable cause) -> {
        closeKafka();
        throw new PortUnavailableException(
            "callers", "server.port", listen.host(), listen.port(), cause);
      }
    };
  }

  private void gauges() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    ConfigOffset.register(registry, () -> configInForce().appliedOffset());
    metrics.gauge(IngressMetric.IN_FLIGHT, bounds::inFlight);
    metrics.gauge(IngressMetric.CONNECTIONS, server::connections);
    metrics.gauge(IngressMetric.QUEUED_SENDS, requests::queued);
    metrics.gauge(IngressMetric.CLOCK_SKEW, () -> brokerClock.skewMs() / 1000.0);
  }

  private GatewayConfig configInForce() {
    ConfigFollower follower = kafkaSide.config();
    return follower == null ? GatewayConfig.empty() : follower.current();
  }

  private boolean configIsRead() {
    ConfigFollower follower = kafkaSide.config();
    return follower != null && follower.isReady();
  }

  private Serving.State state() {
    if (closing.get()) {
      return Serving.State.Draining.INSTANCE;
    }
    return kafkaSide.state();
  }

  /** The port for callers. */
  public int port() {
    return server.port();
  }

  /** The port for operators. */
  public int adminPort() {
    return operate.port();
  }

  /** Why it cannot serve just now, empty where it can. */
  public List<String> notReady() {
    List<String> reasons = new ArrayList<>();
    if (closing.get()) {
      reasons.add("shutting down");
    }
    if (kafkaSide.state() instanceof Serving.State.NotReady(String reason)) {
      reasons.add(reason);
    }
    String problem = requests.problem();
    if (!problem.isEmpty()) {
      reasons.add(problem);
    }
    if (!brokerClock.withinBound()) {
      reasons.add("the clock is " + brokerClock.skewMs() + " ms behind the broker's");
    }
    return List.copyOf(reasons);
  }

  /** Refuses new requests, waits for open ones, and stops. Blocks meanwhile. */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    LOG.atInfo().addKeyValue("open", bounds.inFlight()).log("Ingress stopping");
    server.drain(config.limits().drainTimeout());
    admin.close();
    kafkaSide.close();
    server.close();
    closeKafka();
    operate.close();
    LOG.atInfo().log("Ingress stopped");
  }

  private void closeKafka() {
    kafkaSide.close();
    requests.close();
    outcomes.close();
    largeWork.close();
    counting.close();
  }
}
