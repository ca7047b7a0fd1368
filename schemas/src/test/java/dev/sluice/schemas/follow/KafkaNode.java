package dev.sluice.schemas.follow;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** A Kafka node for tests that can be stopped and started again on the same port and folder. */
public final class KafkaNode implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final int controllerPort;
  private @Nullable KafkaRaftServer server;

  private KafkaNode(Path folder, int port, int controllerPort) {
    this.folder = folder;
    this.port = port;
    this.controllerPort = controllerPort;
  }

  /** A started node. */
  public static KafkaNode start(Path folder) throws Exception {
    KafkaNode node = new KafkaNode(folder.resolve("kafka"), freePort(), freePort());
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setDirectories(List.of(node.folder.toString()))
        .setMetadataLogDirectory(node.folder.toString())
        .setReleaseVersion(MetadataVersion.latestProduction())
        .run();
    node.restart();
    return node;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts it after {@link #stop}. */
  public void restart() {
    Map<String, String> properties =
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
            Map.entry("log.dirs", folder.toString()),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("broker.session.timeout.ms", "1000"),
            Map.entry("broker.heartbeat.interval.ms", "200"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));
    KafkaRaftServer started =
        new KafkaRaftServer(KafkaConfig.apply(properties, false), Time.SYSTEM);
    started.startup();
    server = started;
  }

  public void stop() {
    KafkaRaftServer running = server;
    server = null;
    if (running != null) {
      running.shutdown();
      running.awaitShutdown();
    }
  }

  public Map<String, Object> clientProperties() {
    return Map.of("bootstrap.servers", "127.0.0.1:" + port, "reconnect.backoff.max.ms", 200);
  }

  public void createTopic(String name, int partitions) throws Exception {
    try (Admin admin = Admin.create(clientProperties())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(name, partitions, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  public RecordMetadata send(String topic, int partition, String key, byte @Nullable [] value)
      throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      return producer
          .send(new ProducerRecord<>(topic, partition, key, value))
          .get(30, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
