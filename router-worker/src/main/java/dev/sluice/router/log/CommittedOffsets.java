package dev.sluice.router.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What this process last committed of one topic. Safe for any thread. */
public final class CommittedOffsets {
  private final String topic;
  private final Map<Integer, Long> offsets = new ConcurrentHashMap<>();

  public CommittedOffsets(String topic) {
    this.topic = topic;
  }

  /** A commit went through. */
  public void committed(Map<TopicPartition, OffsetAndMetadata> commit) {
    commit.forEach((at, offset) -> {
      if (at.topic().equals(topic)) {
        offsets.put(at.partition(), offset.offset());
      }
    });
  }

  /** Offset of the first record that is not committed; -1 where nothing was. */
  public long of(int partition) {
    return offsets.getOrDefault(partition, -1L);
  }

  /** The partition is taken anew. */
  public void forget(int partition) {
    offsets.remove(partition);
  }
}
