package dev.sluice.provider.consume;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where dispatches come from. For one thread. */
interface DispatchSource extends AutoCloseable {
  /**
   * A record as it was delivered.
   *
   * @param deliveries how often, this time included
   */
  record Delivered(ConsumerRecord<byte[], byte[]> record, int deliveries) {}

  /** Reads these topics from now on, and no others. */
  void subscribe(Set<String> topics);

  /**
   * At most {@link #pollRecords()} records. What was accepted and released before is sent with the
   * asking, so that no round trip of its own lies between two polls.
   */
  List<Delivered> poll(Duration atMost);

  /** Records that one poll may bring. */
  int pollRecords();

  /** It has been dealt with and is not delivered again. */
  void accept(Delivered delivered);

  /** It could not be dealt with; somebody else may. */
  void release(Delivered delivered);

  /** Sends what was accepted and released, at once: for when no poll follows. */
  void commit();

  @Override
  void close();
}
