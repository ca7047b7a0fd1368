package dev.sluice.provider.consume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Gives the records that a test puts in; acknowledgements travel with a poll or a commit. */
final class MemorySource implements DispatchSource {
  final BlockingQueue<Delivered> waiting = new LinkedBlockingQueue<>();
  final List<Long> accepted = new CopyOnWriteArrayList<>();
  final List<Long> released = new CopyOnWriteArrayList<>();
  volatile Set<String> subscribed = Set.of();
  private final List<Long> acceptedUnsent = new ArrayList<>();
  private final List<Long> releasedUnsent = new ArrayList<>();
  private final int pollRecords;
  private long offset;

  MemorySource(int pollRecords) {
    this.pollRecords = pollRecords;
  }

  void add(String topic, byte[] value, int deliveries) {
    long now = System.currentTimeMillis();
    var record =
        new ConsumerRecord<>(
            topic,
            0,
            offset++,
            now,
            TimestampType.LOG_APPEND_TIME,
            0,
            value.length,
            new byte[0],
            value,
            new RecordHeaders(),
            Optional.empty());
    waiting.add(new Delivered(record, deliveries));
  }

  @Override
  public void subscribe(Set<String> topics) {
    subscribed = topics;
  }

  @Override
  public List<Delivered> poll(Duration atMost) {
    commit();
    List<Delivered> delivered = new ArrayList<>();
    try {
      Delivered first = waiting.poll(20, TimeUnit.MILLISECONDS);
      if (first != null) {
        delivered.add(first);
        waiting.drainTo(delivered, pollRecords - 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return delivered;
  }

  @Override
  public int pollRecords() {
    return pollRecords;
  }

  @Override
  public void accept(Delivered delivered) {
    acceptedUnsent.add(delivered.record().offset());
  }

  @Override
  public void release(Delivered delivered) {
    releasedUnsent.add(delivered.record().offset());
  }

  @Override
  public void commit() {
    accepted.addAll(acceptedUnsent);
    acceptedUnsent.clear();
    released.addAll(releasedUnsent);
    releasedUnsent.clear();
  }

  @Override
  public void close() {}
}
