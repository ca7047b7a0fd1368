package dev.sluice.streaming;

import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.topic.TopicSizing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/**
 * The Kafka Streams settings of an application that nobody waits for. Pure.
 *
 * @param applicationId also the name of the consumer group and the prefix of internal topics
 * @param guarantee one of {@link StreamsConfig#PROCESSING_GUARANTEE_CONFIG}
 * @param commitInterval at most so long between commits while there is work
 * @param heapCacheBytes for the caches before the stores, of all threads together
 * @param sessionTimeout after this long without a sign of life its partitions go to others
 */
public record StreamsSettings(
    String applicationId,
    String instanceId,
    Path stateDir,
    String guarantee,
    Duration commitInterval,
    long heapCacheBytes,
    Duration sessionTimeout) {
  private static final int HEARTBEATS_PER_SESSION = 4;

  /** As Kafka Streams wants them. */
  public Properties properties(KafkaSettings kafka, TopicSizing sizing) {
    Properties all = new Properties();
    all.putAll(kafka.common(instanceId));
    all.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            applicationId,
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            guarantee,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            commitInterval.toMillis(),
            StreamsConfig.STATE_DIR_CONFIG,
            stateDir.toString(),
            StreamsConfig.REPLICATION_FACTOR_CONFIG,
            (int) sizing.replication(),
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            1,
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            heapCacheBytes,
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
            true,
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            BoundedRocksDb.class));
    failures(all);
    consumer(all);
    all.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        sizing.maxMessageBytes());
    return all;
  }

  /**
   * Bytes are decoded inside the processors, so whatever reaches a handler is a fault of ours or of
   * the broker's: the thread is replaced and goes on from the last commit.
   */
  private static void failures(Properties all) {
    all.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailExceptionHandler.class);
    all.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailProcessingExceptionHandler.class);
    all.put(
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
        DefaultProductionExceptionHandler.class);
  }

  private void consumer(Properties all) {
    int session = Math.toIntExact(sessionTimeout.toMillis());
    // Nobody waits for this stream, and each fetch costs the broker a look at all of its
    // partitions:
    // few and large ones leave the processors to the request path.
    all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 64 << 10);
    all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 200);
    all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
    all.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        Math.max(1, session / HEARTBEATS_PER_SESSION));
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
  }
}
