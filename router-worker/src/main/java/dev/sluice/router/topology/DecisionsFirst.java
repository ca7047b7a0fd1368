package dev.sluice.router.topology;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Lets decisions that are read back go before all other inputs of their task. Streams takes the
 * record with the oldest time; behind a backlog of requests that would be a request each time, and
 * nothing would be dispatched before the whole backlog is decided on. So decisions count as a year
 * older than they are.
 */
final class DecisionsFirst implements TimestampExtractor {
  private static final long AHEAD_MS = TimeUnit.DAYS.toMillis(365);

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp() - AHEAD_MS);
  }

  /** When a decision was appended, of the time that its record has here. */
  static long appendedAtMs(long extractedMs) {
    return extractedMs + AHEAD_MS;
  }
}
