package dev.sluice.schemas.follow;

import org.jspecify.annotations.Nullable;

/**
 * A record of a followed topic.
 *
 * @param key as UTF-8 text, empty where the record has none
 * @param value null for a tombstone
 * @param brokerTimestampMs the record's timestamp: the broker's clock on topics with append time
 * @param receivedNanos {@link System#nanoTime()} here, just after it came
 */
public record FollowedRecord<V>(
    String key,
    @Nullable V value,
    int partition,
    long offset,
    long brokerTimestampMs,
    long receivedNanos) {}
