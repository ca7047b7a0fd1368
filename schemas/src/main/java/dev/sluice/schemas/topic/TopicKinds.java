package dev.sluice.schemas.topic;

import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The kinds of topics that the catalogue is made of: how long each keeps what it holds.
 *
 * @param prefix begins every name
 */
record TopicKinds(String prefix, TopicSizing sizing) {
  private static final Duration BATCH_RETENTION = Duration.ofDays(7);

  /** Holds prompts or replies: kept for a short time, and bounded in bytes. */
  <V extends SpecificRecord> Topic<V> payload(
      String suffix,
      Class<V> type,
      String key,
      int partitions,
      List<String> writers,
      List<String> readers) {
    return new Topic<>(
        prefix + suffix,
        type,
        key,
        partitions,
        true,
        false,
        sizing.payloadRetention(),
        sizing.payloadRetentionBytes(),
        writers,
        readers);
  }

  /** Holds facts without content: kept for this time. */
  <V extends SpecificRecord> Topic<V> kept(
      String suffix,
      Class<V> type,
      String key,
      int partitions,
      Duration retention,
      List<String> writers,
      List<String> readers) {
    return new Topic<>(
        prefix + suffix, type, key, partitions, true, false, retention, -1, writers, readers);
  }

  /** The latest per key counts. */
  <V extends SpecificRecord> Topic<V> compacted(
      String suffix, Class<V> type, String key, List<String> writers, List<String> readers) {
    return new Topic<>(
        prefix + suffix, type, key, 1, true, true, Duration.ZERO, -1, writers, readers);
  }

  /** What a project's authors write or read. */
  <V extends SpecificRecord> Topic<V> batch(
      String project, String suffix, Class<V> type, List<String> writers, List<String> readers) {
    return new Topic<>(
        prefix + "batch." + project + '.' + suffix,
        type,
        "author's",
        sizing.dispatchPartitions(),
        true,
        false,
        BATCH_RETENTION,
        -1,
        writers,
        readers);
  }
}
