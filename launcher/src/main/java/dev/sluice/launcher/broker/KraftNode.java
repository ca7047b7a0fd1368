package dev.sluice.launcher.broker;

import dev.sluice.launcher.broker.BrokerStartException.Reason;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import kafka.cluster.Partition;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.metadata.MetadataCache;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.common.EligibleLeaderReplicasVersion;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.ShareVersion;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.apache.kafka.server.quota.ControllerMutationQuota;
import org.apache.kafka.server.share.persister.Persister;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Broker and controller out of Kafka's own classes. This is what {@code KafkaRaftServer} does, with
 * two differences: the sockets are already bound, and a fault while starting is an exception
 * instead of the end of the process. A fatal fault of a running node does end the process, as
 * Kafka's own server does: a node that lost its metadata must not go on answering.
 */
final class KraftNode {

  private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final Duration ACTIVE_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);

  private static final Set<String> INTERNAL_TOPICS =
      Set.of(
          Topic.GROUP_METADATA_TOPIC_NAME,
          Topic.TRANSACTION_STATE_TOPIC_NAME,
          Topic.SHARE_GROUP_STATE_TOPIC_NAME);

  private final BrokerServer broker;
  private final ControllerServer controller;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicReference<@Nullable Throwable> startFault = new AtomicReference<>();

  private KraftNode(Map<String, String> properties, SocketBinding sockets) {
    KafkaConfig config = KafkaConfig.apply(properties, false);
    KafkaYammerMetrics.INSTANCE.configure(config.originals());
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> stored =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    MetaPropertiesEnsemble identity = stored._1();
    Metrics metrics =
        Server.initializeMetrics(config, Time.SYSTEM, identity.clusterId().orElseThrow());
    QuorumConfig quorum = config.quorumConfig();
    SharedServer shared =
        new SharedServer(
            config,
            identity,
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
            QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
            this::faultHandler,
            sockets);
    this.broker = new NearBroker(shared);
    this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), stored._2());
  }

  /** Starts a node on a formatted log folder, and returns when it serves clients. */
  static KraftNode start(Map<String, String> properties, SocketBinding sockets) {
    KraftNode node = new KraftNode(properties, sockets);
    try {
      node.controller.startup();
      node.forgetEarlierRun();
      node.broker.startup();
      node.makeInternalTopics();
      node.awaitLeadership();
      node.running.set(true);
    } catch (RuntimeException e) {
      Throwable fault = node.startFault.get();
      node.stop();
      throw fault == null ? e : new IllegalStateException("Kafka reported a fault", fault);
    }
    return node;
  }

  /**
   * Gives a new log folder its cluster id and features. A folder that was formatted before is left
   * alone; one that was formatted halfway is formatted again.
   */
  static void format(Path logFolder) {
    if (Files.exists(logFolder.resolve("meta.properties"))) {
      return;
    }
    Formatter formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setClusterId(Uuid.randomUuid().toString())
            .setNodeId(BrokerProperties.NODE_ID)
            .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
            .setDirectories(List.of(logFolder.toString()))
            .setMetadataLogDirectory(logFolder.toString())
            .setReleaseVersion(MetadataVersion.latestProduction())
            .setFeatureLevel(ShareVersion.FEATURE_NAME, ShareVersion.SV_1.featureLevel())
            // Rules about which other replica may lead; there is no other replica.
            .setFeatureLevel(
                EligibleLeaderReplicasVersion.FEATURE_NAME,
                EligibleLeaderReplicasVersion.ELRV_0.featureLevel());
    try {
      formatter.run();
    } catch (Exception e) {
      throw new BrokerStartException(
          Reason.DATA_FOLDER_UNUSABLE, "log folder " + logFolder + " cannot be formatted", e);
    }
  }

  /**
   * Takes back the registration that the last run of this node left behind. The controller would
   * believe that run alive, and refuse this one, until its session is over; but the data folder is
   * locked, so there is no such run.
   */
  private void forgetEarlierRun() {
    ControllerRequestContext request =
        new ControllerRequestContext(
            new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty());
    long deadline = System.nanoTime() + ACTIVE_WITHIN.toNanos();
    boolean forgotten = false;
    while (!forgotten) {
      try {
        controller.controller().unregisterBroker(request, BrokerProperties.NODE_ID).join();
        forgotten = true;
      } catch (CompletionException e) {
        if (e.getCause() instanceof BrokerIdNotRegisteredException) {
          forgotten = true;
        } else if (!(e.getCause() instanceof NotControllerException)
            || System.nanoTime() > deadline) {
          throw e;
        } else {
          LockSupport.parkNanos(POLL.toNanos());
        }
      }
    }
  }

  /**
   * Asks for Kafka's own topics where they are missing, and does not wait. They are made for the
   * first client that needs them otherwise, who waits for it; the broker itself, as a client of its
   * share coordinator, looks again only after a second.
   */
  private void makeInternalTopics() {
    MetadataCache known = broker.metadataCache();
    Set<String> missing =
        INTERNAL_TOPICS.stream()
            .filter(topic -> !known.contains(topic))
            .collect(Collectors.toUnmodifiableSet());
    if (!missing.isEmpty()) {
      broker
          .autoTopicCreationManager()
          .createTopics(
              CollectionConverters.asScala(missing),
              ControllerMutationQuota.UNBOUNDED_CONTROLLER_MUTATION_QUOTA,
              Option.empty());
    }
  }

  /**
   * Waits until this broker leads every partition it has. Kafka itself is content to be registered;
   * a producer with several requests in flight that meets an empty partition in between can have
   * its second batch taken and its first refused as out of order for good.
   */
  private void awaitLeadership() {
    long deadline = System.nanoTime() + ACTIVE_WITHIN.toNanos();
    List<TopicPartition> waiting = partitions();
    while (!waiting.isEmpty() && System.nanoTime() < deadline) {
      waiting = waiting.stream().filter(p -> !leads(p)).toList();
      if (!waiting.isEmpty()) {
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
    if (!waiting.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("partitions", waiting)
          .log("embedded broker started, but does not lead all of its partitions yet");
    }
  }

  private List<TopicPartition> partitions() {
    MetadataCache known = broker.metadataCache();
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : known.getAllTopics()) {
      for (int i = 0; i < known.numPartitions(topic).orElse(0); i++) {
        partitions.add(new TopicPartition(topic, i));
      }
    }
    return partitions;
  }

  private boolean leads(TopicPartition partition) {
    Option<Partition> local = broker.replicaManager().onlinePartition(partition);
    return local.isDefined() && local.get().isLeader();
  }

  /** Stops the broker, then the controller that it depends on. */
  void stop() {
    running.set(false);
    try {
      broker.shutdown(STOP_WITHIN);
    } finally {
      controller.shutdown();
    }
  }

  private FaultHandler faultHandler(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      action.run();
      LOG.atError()
          .setCause(cause)
          .addKeyValue("component", name)
          .addKeyValue("fault", message)
          .log("embedded broker reported a fault");
      if (fatal && running.get()) {
        Exit.halt(1);
      }
      RuntimeException fault = new IllegalStateException(name + ": " + message, cause);
      startFault.compareAndSet(null, fault);
      return fault;
    };
  }

  /** Keeps the state of share groups without asking itself over the network. */
  private static final class NearBroker extends BrokerServer {
    NearBroker(SharedServer shared) {
      super(shared);
    }

    /** Called once, by Kafka's own start, before anything uses what it sets. */
    @Override
    public void persister_$eq(Persister byNetwork) {
      super.persister_$eq(new NearShareState(byNetwork, this::shareCoordinator));
    }
  }
}
