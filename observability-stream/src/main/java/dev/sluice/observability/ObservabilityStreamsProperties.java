package dev.sluice.observability;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** The Kafka Streams settings of the role. Pure. */
final class ObservabilityStreamsProperties {
  private static final long HEAP_CACHE_BYTES = 4L << 20;
  private static final int HEARTBEATS_PER_SESSION = 4;

  /** The processors ask for a commit when their sums are out; none in between would be right. */
  private static final Duration NO_COMMIT_UNASKED = Duration.ofDays(1);

  private ObservabilityStreamsProperties() {}

  /** Application id, also the name of the consumer group and the prefix of internal topics. */
  static String applicationId(ObservabilityConfig config) {
    return config.topics().prefix() + "observability-stream";
  }

  static Properties of(ObservabilityConfig config) {
    Properties all = new Properties();
    all.putAll(config.kafka().common(config.instanceId()));
    all.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            applicationId(config),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.AT_LEAST_ONCE,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            NO_COMMIT_UNASKED.toMillis(),
            StreamsConfig.STATE_DIR_CONFIG,
            config.stateDir().toString(),
            StreamsConfig.REPLICATION_FACTOR_CONFIG,
            (int) config.topics().sizing().replication(),
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            1,
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            HEAP_CACHE_BYTES,
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
            true,
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            BoundedRocksDb.class));
    // Bytes are decoded inside the processors, so whatever reaches a handler is a fault of ours or
    // of the broker's: the thread is replaced and goes on from the last commit.
    all.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailExceptionHandler.class);
    all.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailProcessingExceptionHandler.class);
    all.put(
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
        DefaultProductionExceptionHandler.class);
    consumer(all, config);
    all.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        config.topics().sizing().maxMessageBytes());
    return all;
  }

  private static void consumer(Properties all, ObservabilityConfig config) {
    int session = Math.toIntExact(config.sessionTimeout().toMillis());
    // Nobody waits for this stream, and each fetch costs the broker a look at all of its partitions:
    // few and large ones leave the processors to the request path.
    all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 64 << 10);
    all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 200);
    all.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        config.instanceId());
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
    all.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        Math.max(1, session / HEARTBEATS_PER_SESSION));
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    all.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
  }
}
