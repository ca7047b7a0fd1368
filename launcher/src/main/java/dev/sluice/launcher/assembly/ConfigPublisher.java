package dev.sluice.launcher.assembly;

import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.control.AuditEntry;
import dev.sluice.schemas.control.AuditResult;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.control.ConfigOperation;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Sends configuration objects as commands and waits for the router's word on each. Blocks. */
public final class ConfigPublisher {
  /** To close a consumer takes as long as its last fetch, half a second by default. */
  private static final int FETCH_WAIT_MS = 20;

  private final Connection connection;
  private final Codec<ConfigCommand> commands;
  private final Codec<AuditEntry> audit;

  public ConfigPublisher(Connection connection) {
    this.connection = connection;
    Codecs codecs = Codecs.of(connection.kafka().registryUrl());
    this.commands = codecs.of(connection.topics().configCommands());
    this.audit = codecs.of(connection.topics().audit());
  }

  /** What the router said. */
  public sealed interface Outcome {
    /**
     * All are in force.
     *
     * @param changed how many were not so before
     */
    record Applied(int changed) implements Outcome {}

    /** Some were refused; each line names one and says why. */
    record Refused(List<String> reasons) implements Outcome {}

    /** No router answered in time. */
    record NoAnswer(int open) implements Outcome {}
  }

  /**
   * Sends them all and waits.
   *
   * @param managedBy {@code file} or {@code api}
   * @param actor who wants it
   */
  public Outcome publish(
      List<ConfigObject> objects, String managedBy, String actor, Duration atMost) {
    Map<String, ConfigObject> open = new HashMap<>();
    TopicPartition partition = new TopicPartition(connection.topics().audit().name(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
            connection
                .kafka()
                .consumer(
                    "sluice-config-publisher",
                    Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS));
        KafkaProducer<byte[], byte[]> producer =
            connection.kafka().producer("sluice-config-publisher", Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToEnd(List.of(partition));
      consumer.position(partition);
      awaitLeaders(consumer);
      for (ConfigObject object : objects) {
        String id = UUID.randomUUID().toString();
        open.put(id, object);
        producer.send(record(id, object, managedBy, actor));
      }
      producer.flush();
      return await(consumer, open, atMost);
    }
  }

  /** A partition that was made a moment ago can lose what is sent before its leader answers. */
  private void awaitLeaders(KafkaConsumer<byte[], byte[]> consumer) {
    String topic = connection.topics().configCommands().name();
    consumer.endOffsets(
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList());
  }

  private Outcome await(
      KafkaConsumer<byte[], byte[]> consumer, Map<String, ConfigObject> open, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    int changed = 0;
    List<String> refused = new ArrayList<>();
    while (!open.isEmpty() && System.nanoTime() < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        AuditEntry entry = decode(record.value());
        ConfigObject object = open.remove(entry.getCommandId());
        if (object == null) {
          continue;
        }
        if (entry.getResult() == AuditResult.APPLIED) {
          changed++;
        } else if (entry.getResult() != AuditResult.UNCHANGED) {
          refused.add(object.kind() + "/" + object.name() + ": " + entry.getReason());
        }
      }
    }
    if (!open.isEmpty()) {
      return new Outcome.NoAnswer(open.size());
    }
    return refused.isEmpty() ? new Outcome.Applied(changed) : new Outcome.Refused(refused);
  }

  private AuditEntry decode(byte[] value) {
    try {
      return audit.decode(value);
    } catch (UndecodableException e) {
      return AuditEntry.newBuilder().build();
    }
  }

  private ProducerRecord<byte[], byte[]> record(
      String id, ConfigObject object, String managedBy, String actor) {
    ConfigCommand command =
        ConfigCommand.newBuilder()
            .setCommandId(id)
            .setKind(object.kind())
            .setName(object.name())
            .setOperation(ConfigOperation.PUT)
            .setBodyJson(object.bodyJson())
            .setManagedBy(managedBy)
            .setActor(actor)
            .setIssuedAtMs(System.currentTimeMillis())
            .build();
    return new ProducerRecord<>(
        connection.topics().configCommands().name(),
        (object.kind() + "/" + object.name()).getBytes(StandardCharsets.UTF_8),
        commands.encode(command));
  }
}
