package dev.sluice.router;

import dev.sluice.schemas.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of the Streams application that the request path was measured with. */
final class StreamsSettings {
  /** Who takes over from a router that is gone hears of it at its next heartbeat. */
  private static final int HEARTBEATS_PER_SESSION = 10;

  private static final int FETCH_WAIT_MS = 100;
  private static final int RESTORE_FETCH_WAIT_MS = 20;

  /** A task that has been restored begins within it. */
  private static final long POLL_MS = 25;

  private StreamsSettings() {}

  /** Name of the application: its consumer group, and the beginning of its own topics. */
  static String applicationId(RouterConfig config) {
    return applicationId(config.topics());
  }

  static String applicationId(Topics topics) {
    return topics.prefix() + "router";
  }

  static Map<String, Object> of(RouterConfig config) {
    Map<String, Object> all = new HashMap<>(config.kafka().common(config.instanceId()));
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(config));
    all.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
    all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
    all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.topics().sizing().replication());
    all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    all.put(StreamsConfig.POLL_MS_CONFIG, POLL_MS);
    all.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1);
    all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    consumer(all, config);
    producer(all);
    return all;
  }

  private static void consumer(Map<String, Object> all, RouterConfig config) {
    int session = (int) config.sessionTimeout().toMillis();
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 100);
    all.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        config.instanceId());
    all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
    all.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        session / HEARTBEATS_PER_SESSION);
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 8 << 20);
    // One fetch of a broker is under way at a time: while one waits for the partitions that are
    // there, none asks for those that come with a takeover. By default it waits for half a second.
    all.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), FETCH_WAIT_MS);
    all.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        RESTORE_FETCH_WAIT_MS);
  }

  private static void producer(Map<String, Object> all) {
    all.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
    all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
    all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    all.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 64L << 20);
    all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 22 << 20);
    // A batch that is given up while the next one goes through would be a hole in the log.
    all.put(
        StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), Integer.MAX_VALUE);
  }
}
