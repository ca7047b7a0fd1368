package dev.sluice.router.log;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads and writes single partitions at known offsets, waiting for each answer. For the rare
 * moments when the order of a log matters more than speed. Safe for any thread; one call at a time
 * goes through.
 */
public interface PartitionLogs extends AutoCloseable {

  /** Where a record came to lie, and when by the broker's clock. */
  record Appended(long offset, long timestampMs) {}

  /** A record of a log; its value may be missing. */
  record Logged(long offset, long timestampMs, byte[] value) {}

  /**
   * Appends and waits until all replicas have it.
   *
   * @throws LogUnavailableException if Kafka does not take it in time
   */
  Appended append(String topic, int partition, byte[] key, byte[] value);

  /** Offset behind the last record. */
  long end(String topic, int partition);

  /** Offset that the router has committed for its input, or the beginning where it has not. */
  long committed(String topic, int partition);

  /** First offset at or behind a time of the broker's clock; the end where there is none. */
  long offsetAt(String topic, int partition, long timestampMs);

  /**
   * Reads {@code from ≤ offset < until}; returns when the position is at {@code until}. Offsets
   * that are no longer there are passed over.
   *
   * @throws LogUnavailableException if that cannot be had in time
   */
  void read(String topic, int partition, long from, long until, Consumer<Logged> reader);

  /**
   * Reads what lies in all partitions of these topics now and was appended at or behind a time of
   * the broker's clock. All partitions are asked at once, so that it takes hardly longer for many;
   * the order is kept within each.
   *
   * @throws LogUnavailableException if that cannot be had in time
   */
  void readSince(Set<String> topics, long timestampMs, Consumer<Logged> reader);

  @Override
  void close();
}
