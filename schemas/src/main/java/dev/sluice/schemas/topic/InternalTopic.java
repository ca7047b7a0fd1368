package dev.sluice.schemas.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A topic that a Kafka Streams application keeps for itself. Streams makes it where it is missing,
 * but in the middle of its first rebalance, and may find that the broker does not know it yet; so
 * it is made beforehand, with the name and settings that Streams would choose.
 *
 * @param partitions where {@code source} is made with it
 * @param source topic whose partition count it must have, also where that was made by somebody else
 *     with another; empty where it has a count of its own
 * @param configuration by Kafka's names
 */
public record InternalTopic(
    String name, int partitions, Optional<String> source, Map<String, String> configuration) {

  public InternalTopic {
    configuration = Map.copyOf(configuration);
  }

  /**
   * The log of a key-value store.
   *
   * @param source topic that its part of the topology reads, the one with the most partitions
   * @param settings beside Streams' own, those given to the store included
   */
  public static InternalTopic changelog(
      String applicationId, String store, Topic<?> source, Map<String, String> settings) {
    return changelog(
        applicationId, store, source.partitions(), Optional.of(source.name()), settings);
  }

  /** The log of a key-value store whose part of the topology has this many partitions. */
  public static InternalTopic changelog(String applicationId, String store, int partitions) {
    return changelog(applicationId, store, partitions, Optional.empty(), Map.of());
  }

  private static InternalTopic changelog(
      String applicationId,
      String store,
      int partitions,
      Optional<String> source,
      Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("cleanup.policy", "compact");
    all.put("message.timestamp.type", "CreateTime");
    all.putAll(settings);
    return new InternalTopic(applicationId + "-" + store + "-changelog", partitions, source, all);
  }

  /** A topic between two parts of a topology; Streams itself deletes what it has read there. */
  public static InternalTopic repartition(String applicationId, String name, int partitions) {
    return new InternalTopic(
        applicationId + "-" + name + "-repartition",
        partitions,
        Optional.empty(),
        Map.of(
            "cleanup.policy", "delete",
            "message.timestamp.type", "CreateTime",
            "segment.bytes", Integer.toString(50 << 20),
            "retention.ms", "-1"));
  }
}
