package dev.sluice.schemas.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach Kafka and the Schema Registry, and the client settings that the request path was
 * measured with.
 *
 * @param bootstrapServers as Kafka's {@code bootstrap.servers}
 * @param registryUrl as Confluent's {@code schema.registry.url}
 * @param properties for every client, by Kafka's names (SASL, TLS); may hold secrets, so {@link
 *     #toString()} leaves it out
 */
public record KafkaSettings(
    String bootstrapServers, String registryUrl, Map<String, String> properties) {

  public KafkaSettings {
    properties = Map.copyOf(properties);
  }

  /** Properties that all clients share. */
  public Map<String, Object> common(String clientId) {
    Map<String, Object> all = new HashMap<>();
    // Thousands of MBeans and a telemetry subscription per client that nobody asked for.
    all.put("metric.reporters", "");
    all.put("enable.metrics.push", false);
    all.putAll(properties);
    all.put("bootstrap.servers", bootstrapServers);
    all.put("client.id", clientId);
    all.put("reconnect.backoff.ms", 50);
    all.put("reconnect.backoff.max.ms", 500);
    all.put("socket.connection.setup.timeout.ms", 2000);
    return all;
  }

  /**
   * Producer properties of the request path: acknowledged by all, idempotent, no linger, large
   * natural batches, one request in flight.
   */
  public Map<String, Object> producerProperties(String clientId) {
    Map<String, Object> all = common(clientId);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 22 << 20);
    return all;
  }

  /** A producer of bytes. {@code overrides} go last. */
  public KafkaProducer<byte[], byte[]> producer(String clientId, Map<String, Object> overrides) {
    Map<String, Object> all = producerProperties(clientId);
    all.putAll(overrides);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Consumer properties: no automatic commit, short waits. */
  public Map<String, Object> consumerProperties(String clientId) {
    Map<String, Object> all = common(clientId);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 32 << 20);
    return all;
  }

  /** A consumer of bytes. {@code overrides} go last. */
  public KafkaConsumer<byte[], byte[]> consumer(String clientId, Map<String, Object> overrides) {
    Map<String, Object> all = consumerProperties(clientId);
    all.putAll(overrides);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  public Admin admin(String clientId) {
    return Admin.create(common(clientId));
  }

  @Override
  public String toString() {
    return "KafkaSettings[" + bootstrapServers + ", registry " + registryUrl + "]";
  }
}
