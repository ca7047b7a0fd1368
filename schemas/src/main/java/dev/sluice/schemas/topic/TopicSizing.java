package dev.sluice.schemas.topic;

import java.time.Duration;

/**
 * How large the topics are made. The account partition count is chosen once: changing it moves
 * accounts between partitions.
 *
 * @param accountPartitions of every topic that is keyed by account
 * @param dispatchPartitions of each dispatch topic
 * @param replyPartitions of the reply topic
 * @param replication replication factor
 * @param payloadRetention how long topics with payloads are kept
 * @param payloadRetentionBytes bytes of a partition of them
 * @param maxBodyBytes largest body that the ingress takes; topics take this and 1 MiB more
 */
public record TopicSizing(
    int accountPartitions,
    int dispatchPartitions,
    int replyPartitions,
    short replication,
    Duration payloadRetention,
    long payloadRetentionBytes,
    int maxBodyBytes) {

  public static final int DEFAULT_MAX_BODY_BYTES = 4 << 20;

  /** For the broker inside {@code sluice up}. */
  public static TopicSizing embedded(int maxBodyBytes) {
    return new TopicSizing(2, 2, 4, (short) 1, Duration.ofMinutes(15), 64L << 20, maxBodyBytes);
  }

  /** For a cluster. */
  public static TopicSizing cluster(short replication, int maxBodyBytes) {
    return new TopicSizing(48, 12, 24, replication, Duration.ofHours(1), 2L << 30, maxBodyBytes);
  }

  /** The same with another count of account partitions. */
  public TopicSizing withAccountPartitions(int count) {
    return new TopicSizing(
        count,
        dispatchPartitions,
        replyPartitions,
        replication,
        payloadRetention,
        payloadRetentionBytes,
        maxBodyBytes);
  }

  /** {@code max.message.bytes} of the topics. */
  public int maxMessageBytes() {
    return maxBodyBytes + (1 << 20);
  }
}
