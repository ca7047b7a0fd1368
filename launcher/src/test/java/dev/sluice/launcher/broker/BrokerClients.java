package dev.sluice.launcher.broker;

import dev.sluice.schemas.topic.TopicCreation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of one broker with string keys and values, as the tests need them. */
record BrokerClients(String bootstrapServers) {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Makes a topic and waits until the broker, too, knows what its controller made. */
  void createTopic(String topic, int partitions) throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
          .all()
          .get(40, TimeUnit.SECONDS);
      TopicCreation.partitionCountsOf(admin, List.of(topic));
    }
  }

  void setGroup(String group, String name, String value) throws Exception {
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.GROUP, group),
                  List.of(
                      new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
          .all()
          .get(40, TimeUnit.SECONDS);
    }
  }

  KafkaProducer<String, String> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", bootstrapServers);
    config.put("acks", "all");
    config.put("linger.ms", 0);
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  /** Produces values and returns when all are acknowledged. */
  void produce(String topic, List<String> values) throws Exception {
    try (var producer = producer(Map.of())) {
      var sent =
          values.stream().map(v -> producer.send(new ProducerRecord<>(topic, v, v))).toList();
      for (var record : sent) {
        record.get(40, TimeUnit.SECONDS);
      }
    }
  }

  KafkaConsumer<String, String> consumer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", bootstrapServers);
    config.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }

  /** Reads what is committed in a topic, in the order of each partition, up to its present end. */
  List<String> readCommitted(String topic) {
    List<String> values = new ArrayList<>();
    try (var consumer = consumer(Map.of("isolation.level", "read_committed"))) {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic);
      List<TopicPartition> all =
          partitions.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline
          && all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<String, String> read : consumer.poll(POLL)) {
          values.add(read.value());
        }
      }
    }
    return values;
  }

  KafkaShareConsumer<String, String> shareConsumer(String group) {
    return new KafkaShareConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "group.id",
            group,
            "share.acknowledgement.mode",
            "explicit",
            "share.acquire.mode",
            "record_limit",
            "max.poll.records",
            4),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
