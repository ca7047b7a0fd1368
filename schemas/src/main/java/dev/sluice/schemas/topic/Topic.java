package dev.sluice.schemas.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the catalogue.
 *
 * @param name full name, prefix included
 * @param valueType class of the Avro record in its values
 * @param keyMeaning what the key is
 * @param partitions how many it is created with
 * @param appendTime whether the broker sets the timestamps
 * @param compacted whether the latest record per key is kept for ever
 * @param retention how long records are kept where not compacted
 * @param retentionBytes bytes kept per partition, -1 without a bound
 * @param writers roles that write to it
 * @param readers who reads it
 * @param <V> record in its values
 */
public record Topic<V extends SpecificRecord>(
    String name,
    Class<V> valueType,
    String keyMeaning,
    int partitions,
    boolean appendTime,
    boolean compacted,
    Duration retention,
    long retentionBytes,
    List<String> writers,
    List<String> readers) {

  public Topic {
    writers = List.copyOf(writers);
    readers = List.copyOf(readers);
  }

  /** Topic configuration for its creation, by Kafka's own names. */
  public Map<String, String> configuration(int maxMessageBytes) {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("cleanup.policy", compacted ? "compact" : "delete");
    configuration.put("message.timestamp.type", appendTime ? "LogAppendTime" : "CreateTime");
    configuration.put("max.message.bytes", Integer.toString(maxMessageBytes));
    if (compacted) {
      configuration.put("min.cleanable.dirty.ratio", "0.1");
      configuration.put("segment.ms", Long.toString(Duration.ofHours(1).toMillis()));
      configuration.put("delete.retention.ms", Long.toString(Duration.ofDays(1).toMillis()));
    } else {
      configuration.put("retention.ms", Long.toString(retention.toMillis()));
      configuration.put("retention.bytes", Long.toString(retentionBytes));
      if (retentionBytes > 0) {
        configuration.put(
            "segment.bytes",
            Long.toString(Math.max(1L << 20, Math.min(1L << 28, retentionBytes / 4))));
      }
    }
    return configuration;
  }
}
