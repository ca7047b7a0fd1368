package dev.sluice.router;

import dev.sluice.router.admission.ConfiguredAdmission;
import dev.sluice.router.batch.BatchFeeder;
import dev.sluice.router.inflight.RuleTimes;
import dev.sluice.router.lease.LeaseBoard;
import dev.sluice.router.log.CommittedOffsets;
import dev.sluice.router.log.HeldOffsets;
import dev.sluice.router.log.KafkaDispatchSearch;
import dev.sluice.router.log.KafkaPartitionLogs;
import dev.sluice.router.log.PartitionLogs;
import dev.sluice.router.log.WatchedClients;
import dev.sluice.router.plan.ConfiguredCatalog;
import dev.sluice.router.topology.RouterServices;
import dev.sluice.router.topology.RouterServices.OwnershipChecks;
import dev.sluice.router.topology.RouterTopology;
import dev.sluice.schemas.config.ConfigFollower;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.operate.ConfigOffset;
import dev.sluice.schemas.operate.OperateServer;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.InternalTopic;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicCreation;
import dev.sluice.schemas.topic.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running router: decides about requests, configuration and batch requests. Survives outages of
 * Kafka; what it holds is rebuilt from the log after any crash.
 */
public final class RouterRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouterRole.class);
  private static final Duration LOG_WAIT = Duration.ofSeconds(5);
  private static final Duration PROOF_AGE = Duration.ofMillis(100);
  private static final Duration CHECKPOINT_EVERY = Duration.ofMillis(500);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);
  private static final int LOOK_EVERY_MS = 100;

  private final RouterConfig config;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RouterMetrics metrics = new RouterMetrics(registry);
  private final BrokerClock brokerClock = new BrokerClock(InstantSource.system());
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("sluice-router-upkeep").unstarted(task));
  private final OwnershipChecks checks;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final OperateServer operate;
  private volatile String starting = "the router starts";
  private @org.jspecify.annotations.Nullable volatile KafkaStreams streams;
  private @org.jspecify.annotations.Nullable volatile ConfigInUse inUse;

  private RouterRole(RouterConfig config, OwnershipChecks checks) throws IOException {
    this.config = config;
    this.checks = checks;
    ConfigOffset.register(registry, this::configOffset);
    this.operate = OperateServer.start(config.host(), config.adminPort(), registry, this::ready);
  }

  /**
   * Starts the role: makes its topics, waits for Kafka and the configuration, and begins to take
   * partitions. Blocks for as long as Kafka does not answer.
   *
   * @throws IllegalStateException if the topics do not fit together; the message says which
   */
  public static RouterRole start(RouterConfig config) {
    return start(config, OwnershipChecks.ON);
  }

  /**
   * The same with the checks of ownership as given; without them a router that was stopped acts on
   * after another one took its partitions, which is what proofs show with it.
   */
  public static RouterRole start(RouterConfig config, OwnershipChecks checks) {
    RouterRole role;
    try {
      role = new RouterRole(config, checks);
    } catch (IOException e) {
      throw new UncheckedIOException("the admin port cannot be had", e);
    }
    try {
      role.run();
      return role;
    } catch (RuntimeException e) {
      role.close();
      throw e;
    }
  }

  private void run() {
    Topics topics = config.topics();
    Admin admin = opened(config.kafka().admin(config.instanceId() + "-admin"));
    makeTopics(admin, topics);
    Codecs codecs = Codecs.of(config.kafka().registryUrl());
    starting = "the configuration is not read yet";
    ConfigFollower follower =
        opened(
            ConfigFollower.start(
                config.kafka().common(config.instanceId() + "-config"),
                topics.config().name(),
                codecs.serde(topics.config()).deserializer()));
    ConfigInUse used = opened(new ConfigInUse(admin, topics, follower));
    inUse = used;
    used.start();
    LeaseBoard.Followed leases =
        opened(
            LeaseBoard.follow(
                leaseClient(),
                topics.workers().name(),
                codecs.serde(topics.workers()).deserializer()));
    upkeep.scheduleWithFixedDelay(
        leases::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    while (!used.isApplied()) {
      pause();
    }
    CommittedOffsets committed = new CommittedOffsets(topics.decisions().name());
    HeldOffsets held = new HeldOffsets();
    RouterServices services = services(codecs, committed, held, used, leases.board());
    streams = start(RouterTopology.build(services), new WatchedClients(committed, held));
    opened(
        BatchFeeder.start(
            config.kafka(),
            topics,
            codecs,
            used::current,
            InstantSource.system(),
            config.instanceId(),
            config.batchWindow()));
    starting = "";
  }

  /** Its look at the end of the topic goes over the connection that a waiting fetch holds. */
  private Map<String, Object> leaseClient() {
    Map<String, Object> properties =
        new HashMap<>(config.kafka().common(config.instanceId() + "-leases"));
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LOOK_EVERY_MS);
    return properties;
  }

  private void makeTopics(Admin admin, Topics topics) {
    starting = "Kafka does not answer";
    boolean told = false;
    while (!made(admin, topics, told)) {
      told = true;
      pause();
    }
    List<String> names = topics.coPartitioned().stream().map(Topic::name).toList();
    String unequal = TopicCreation.unequalCounts(TopicCreation.partitionCountsOf(admin, names));
    if (!unequal.isEmpty()) {
      throw new IllegalStateException(
          "topics that are read by account must have the same number of partitions: " + unequal);
    }
  }

  /** Consumer groups of all instances of the role, that of its Kafka Streams application first. */
  public static List<String> groups(Topics topics) {
    return List.of(StreamsSettings.applicationId(topics), BatchFeeder.group(topics));
  }

  /** Topics that its Kafka Streams application keeps for itself. */
  public static List<InternalTopic> internalTopics(Topics topics) {
    return RouterTopology.internalTopics(StreamsSettings.applicationId(topics), topics);
  }

  private static boolean made(Admin admin, Topics topics, boolean told) {
    return switch (TopicCreation.ensure(
        admin, topics.sizing(), topics.fixed(), internalTopics(topics))) {
      case TopicCreation.Outcome.Ready ready -> true;
      case TopicCreation.Outcome.Failed failed -> {
        if (!told) {
          LOG.atWarn().addKeyValue("problem", failed.problem()).log("router waits for Kafka");
        }
        yield false;
      }
    };
  }

  private RouterServices services(
      Codecs codecs,
      CommittedOffsets committed,
      HeldOffsets held,
      ConfigInUse used,
      LeaseBoard leases) {
    PartitionLogs logs =
        opened(
            new KafkaPartitionLogs(
                config.kafka(),
                config.instanceId() + "-logs",
                StreamsSettings.applicationId(config),
                LOG_WAIT));
    return new RouterServices(
        config.instanceId(),
        config.topics(),
        codecs,
        logs,
        committed,
        held,
        search(codecs),
        new ConfiguredCatalog(used::current),
        used::current,
        new ConfiguredAdmission(used::current),
        leases,
        RuleTimes.standard(config.topics().sizing().payloadRetention()),
        brokerClock,
        InstantSource.system(),
        System::nanoTime,
        metrics,
        checks,
        PROOF_AGE,
        CHECKPOINT_EVERY,
        config.mostInFlight(),
        config.payloadCacheBytes());
  }

  private KafkaDispatchSearch search(Codecs codecs) {
    return opened(
        new KafkaDispatchSearch(
            new KafkaPartitionLogs(
                config.kafka(),
                config.instanceId() + "-search",
                StreamsSettings.applicationId(config),
                LOG_WAIT),
            config.topics().decisions().name(),
            codecs.of(config.topics().dispatch("any", false))));
  }

  private KafkaStreams start(Topology topology, WatchedClients clients) {
    KafkaStreams started =
        new KafkaStreams(topology, new StreamsConfig(StreamsSettings.of(config)), clients);
    started.setUncaughtExceptionHandler(RouterRole::replace);
    started.setStateListener((to, from) ->
        LOG.atInfo().addKeyValue("from", from).addKeyValue("to", to).log("router state"));
    started.start();
    return started;
  }

  /** A thread that cannot go on leaves its partitions; a new one rebuilds them from the log. */
  private static StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse replace(
      Throwable error) {
    LOG.atWarn()
        .addKeyValue("error", error.toString())
        .setCause(error)
        .log("router thread ends and is replaced");
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** Reasons why the router cannot do its work, empty where it can. */
  public List<String> ready() {
    List<String> reasons = new ArrayList<>();
    KafkaStreams running = streams;
    if (!starting.isEmpty() || running == null) {
      reasons.add(starting);
      return reasons;
    }
    if (running.state() != KafkaStreams.State.RUNNING) {
      reasons.add("its Kafka Streams application is " + running.state());
    }
    String decisions = config.topics().decisions().name();
    running.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .flatMap(task -> task.topicPartitions().stream())
        .filter(at -> at.topic().equals(decisions) && !metrics.owns(at.partition()))
        .forEach(at -> reasons.add("partition " + at.partition() + " is not taken yet"));
    if (!brokerClock.withinBound()) {
      reasons.add("its clock is " + brokerClock.skewMs() + " ms off the broker's");
    }
    return reasons;
  }

  /** Port of {@code /healthz}, {@code /readyz} and {@code /metrics}. */
  public int adminPort() {
    return operate.port();
  }

  /** Offset of the configuration that it decides by, -1 before the first. */
  public long configOffset() {
    ConfigInUse used = inUse;
    return used == null ? -1 : used.current().appliedOffset();
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.add(part);
    return part;
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while the router starts");
    }
  }

  @Override
  public void close() {
    KafkaStreams running = streams;
    if (running != null) {
      running.close(CLOSE_WAIT);
    }
    upkeep.shutdownNow();
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.atWarn().addKeyValue("error", e.toString()).log("part of the router did not close");
      }
    }
    operate.close();
  }

  /** Settings of its Streams application, for diagnosis. */
  Map<String, Object> streamsSettings() {
    return StreamsSettings.of(config);
  }
}
