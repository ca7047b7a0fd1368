package dev.sluice.bench.floor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients with the settings that were found to be fastest on a near broker. */
record FloorClients(String bootstrapServers) {

  static final TopicPartition REQUESTS = new TopicPartition("floor.requests", 0);
  static final TopicPartition DISPATCH = new TopicPartition("floor.dispatch", 0);
  static final TopicPartition REPLIES = new TopicPartition("floor.replies", 0);

  private static final int BATCH_BYTES = 128 << 10;
  private static final int FETCH_BYTES = 8 << 20;

  /** Creates the three topics, of one partition each. */
  void createTopics() throws InterruptedException {
    Map<String, String> small =
        Map.of(
            "message.timestamp.type", "LogAppendTime",
            "retention.bytes", Integer.toString(128 << 20),
            "segment.bytes", Integer.toString(32 << 20));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      List<NewTopic> topics =
          List.of(REQUESTS, DISPATCH, REPLIES).stream()
              .map(partition -> new NewTopic(partition.topic(), 1, (short) 1).configs(small))
              .toList();
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("the topics of the floor could not be created", e);
      }
    }
  }

  /**
   * A producer.
   *
   * @param lingerMs 0, except for the pieces of streams: they come so often that to send each by
   *     itself costs more than a core
   */
  KafkaProducer<byte[], byte[]> producer(String clientId, int lingerMs) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("client.id", clientId);
    settings.put("acks", "all");
    settings.put("linger.ms", lingerMs);
    settings.put("batch.size", BATCH_BYTES);
    settings.put("max.in.flight.requests.per.connection", 1);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer of one partition, at its end, whose position is known when this returns. */
  KafkaConsumer<byte[], byte[]> consumer(String clientId, TopicPartition partition) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("client.id", clientId);
    settings.put("group.id", clientId);
    settings.put("group.protocol", "classic");
    settings.put("enable.auto.commit", false);
    settings.put("max.partition.fetch.bytes", FETCH_BYTES);
    settings.put("max.poll.records", 2000);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(partition));
    consumer.seekToEnd(List.of(partition));
    consumer.position(partition);
    return consumer;
  }
}
