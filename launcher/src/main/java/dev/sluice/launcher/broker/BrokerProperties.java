package dev.sluice.launcher.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The properties of a single node that shares its machine, often its process, with everything else:
 * few threads, small buffers, one replica, no waiting for members that do not exist.
 */
final class BrokerProperties {

  static final String CLIENT_LISTENER = "PLAINTEXT";
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  static final int NODE_ID = 1;

  /** Twenty MiB of body, the largest that can be asked for, and room for its envelope. */
  private static final int LARGEST_RECORD = 22 * 1024 * 1024;

  private static final int MIB = 1024 * 1024;

  private BrokerProperties() {}

  /** The properties for a node whose two sockets are already bound. */
  static Map<String, String> of(
      EmbeddedBrokerConfig config, Path logFolder, int port, int controllerPort) {
    Map<String, String> properties = new HashMap<>();
    node(properties, logFolder);
    listeners(properties, config.host(), port, controllerPort);
    singleReplica(properties);
    threads(properties);
    logs(properties);
    groups(properties);
    shareGroups(properties);
    startAndStop(properties);
    properties.putAll(config.extraProperties());
    return Map.copyOf(properties);
  }

  /** The address that clients on this machine can use for a listener on {@code host}. */
  static String advertisedHost(String host) {
    boolean wildcard = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    return wildcard ? "localhost" : host;
  }

  private static void node(Map<String, String> properties, Path logFolder) {
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put("log.dirs", logFolder.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("delete.topic.enable", "true");
  }

  private static void listeners(
      Map<String, String> properties, String host, int port, int controllerPort) {
    String controller = EmbeddedBrokerConfig.LOOPBACK + ":" + controllerPort;
    properties.put(
        "listeners",
        CLIENT_LISTENER
            + "://"
            + bracketed(host)
            + ":"
            + port
            + ","
            + CONTROLLER_LISTENER
            + "://"
            + controller);
    properties.put(
        "advertised.listeners",
        CLIENT_LISTENER + "://" + bracketed(advertisedHost(host)) + ":" + port);
    properties.put(
        "listener.security.protocol.map",
        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    properties.put("inter.broker.listener.name", CLIENT_LISTENER);
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("controller.quorum.voters", NODE_ID + "@" + controller);
  }

  /**
   * Kafka's own topics with one replica; few partitions, since there is nobody to share them with.
   */
  private static void singleReplica(Map<String, String> properties) {
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "2");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    String segment = Integer.toString(16 * MIB);
    properties.put("offsets.topic.segment.bytes", segment);
    properties.put("transaction.state.log.segment.bytes", segment);
    properties.put("share.coordinator.state.topic.segment.bytes", segment);
    // A stopped Sluice still finds its positions: as long as attempts are kept.
    properties.put("offsets.retention.minutes", Integer.toString(400 * 24 * 60));
  }

  private static void threads(Map<String, String> properties) {
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "2");
    properties.put("num.replica.fetchers", "1");
    properties.put("num.recovery.threads.per.data.dir", "2");
    properties.put("background.threads", "2");
    properties.put("group.coordinator.threads", "1");
    properties.put("group.coordinator.background.threads", "1");
    properties.put("share.coordinator.threads", "1");
    properties.put("log.cleaner.threads", "1");
  }

  private static void logs(Map<String, String> properties) {
    String largest = Integer.toString(LARGEST_RECORD);
    properties.put("message.max.bytes", largest);
    properties.put("replica.fetch.max.bytes", largest);
    properties.put("replica.fetch.response.max.bytes", largest);
    // 128 MiB by default, taken at once; the map may be small, the cleaner then takes more rounds.
    properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * MIB));
    properties.put("log.cleaner.io.buffer.size", Integer.toString(MIB / 2));
    properties.put("log.segment.bytes", Integer.toString(64 * MIB));
    // Enough for the index of a 512 MiB segment; each partition allocates two of these.
    properties.put("log.index.size.max.bytes", Integer.toString(MIB));
    properties.put("log.retention.check.interval.ms", "30000");
    properties.put("log.segment.delete.delay.ms", "10000");
    properties.put("metadata.log.segment.bytes", Integer.toString(16 * MIB));
    properties.put("metadata.max.retention.bytes", Integer.toString(32 * MIB));
  }

  private static void groups(Map<String, String> properties) {
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("group.min.session.timeout.ms", "1000");
    properties.put("group.streams.initial.rebalance.delay.ms", "0");
  }

  private static void shareGroups(Map<String, String> properties) {
    properties.put("group.share.min.heartbeat.interval.ms", "100");
    // A new member has its partitions after its second or third heartbeat.
    properties.put("group.share.heartbeat.interval.ms", "100");
    properties.put("group.share.min.session.timeout.ms", "1000");
    // What lies in the partitions of a killed member waits for this.
    properties.put("group.share.session.timeout.ms", "1250");
    properties.put("group.share.assignment.interval.ms", "0");
    properties.put("group.share.initialize.retry.interval.ms", "1000");
    properties.put("group.share.min.record.lock.duration.ms", "1000");
    properties.put("group.share.delivery.count.limit", "10");
    properties.put("group.share.max.size", "1000");
  }

  /** What a start and a stop would otherwise wait for. */
  private static void startAndStop(Map<String, String> properties) {
    properties.put("controller.quorum.append.linger.ms", "0");
    // There is no other broker that could take over a partition.
    properties.put("controlled.shutdown.enable", "false");
    // Nor one to fence this one in favour of: a long pause of the process is not a failure. The
    // next
    // start does not wait for this, see KraftNode.
    properties.put("broker.session.timeout.ms", "60000");
    // Thousands of MBeans that nobody reads.
    properties.put("metric.reporters", "");
    properties.put("metrics.jmx.exclude", ".*");
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
