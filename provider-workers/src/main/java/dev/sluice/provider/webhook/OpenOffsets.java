package dev.sluice.provider.webhook;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What was read and is not settled. Records may be settled in any order; an offset is committed
 * only when all before it are. For one thread.
 */
final class OpenOffsets {
  private final Map<TopicPartition, Partition> partitions = new HashMap<>();

  private static final class Partition {
    private final TreeSet<Long> open = new TreeSet<>();
    private long next;
    private long committed = -1;

    long settledUpTo() {
      return open.isEmpty() ? next : open.first();
    }
  }

  /** A record was read. */
  void read(TopicPartition partition, long offset) {
    Partition known = partitions.computeIfAbsent(partition, added -> new Partition());
    known.open.add(offset);
    known.next = offset + 1;
  }

  /** It needs nothing more. Nothing happens where its partition went to somebody else meanwhile. */
  void settled(TopicPartition partition, long offset) {
    Partition known = partitions.get(partition);
    if (known != null) {
      known.open.remove(offset);
    }
  }

  /** How many are not settled. */
  int size() {
    return partitions.values().stream().mapToInt(partition -> partition.open.size()).sum();
  }

  /** What can be committed and was not yet said to be. */
  Map<TopicPartition, OffsetAndMetadata> committable() {
    Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
    partitions.forEach((name, partition) -> {
      long upTo = partition.settledUpTo();
      if (upTo > partition.committed) {
        all.put(name, new OffsetAndMetadata(upTo));
      }
    });
    return all;
  }

  /** These need not be committed again. */
  void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((name, offset) -> {
      Partition known = partitions.get(name);
      if (known != null) {
        known.committed = Math.max(known.committed, offset.offset());
      }
    });
  }

  /** These partitions went to somebody else. */
  void forget(Collection<TopicPartition> gone) {
    gone.forEach(partitions::remove);
  }
}
