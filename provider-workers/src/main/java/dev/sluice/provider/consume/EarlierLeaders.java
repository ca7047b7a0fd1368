package dev.sluice.provider.consume;

import dev.sluice.schemas.kafka.BrokerClock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which records an earlier leader of their partition may have delivered. A leader keeps in
 * memory what it has given to whom (KIP-932: acquired records are not persisted), so a delivery
 * count says nothing about the time before the leader changed, as it does when a broker is started
 * again.
 *
 * <p>A record that is younger than any change of a leader takes is not asked about. For one thread.
 */
final class EarlierLeaders implements AutoCloseable {
  static final long SURELY_NEW_MS = 250;

  private static final Logger LOG = LoggerFactory.getLogger(EarlierLeaders.class);
  private static final long WAIT_S = 10;

  private final Admin admin;
  private final BrokerClock clock;

  EarlierLeaders(Admin admin, BrokerClock clock) {
    this.admin = admin;
    this.clock = clock;
  }

  /** Those that may have been delivered before; those of which nobody can tell are among them. */
  Set<ConsumerRecord<byte[], byte[]>> mayHaveDelivered(
      List<ConsumerRecord<byte[], byte[]>> records) {
    long nowMs = clock.nowMs();
    List<ConsumerRecord<byte[], byte[]>> old =
        records.stream().filter(one -> nowMs - one.timestamp() > SURELY_NEW_MS).toList();
    if (old.isEmpty()) {
      return Set.of();
    }
    Map<TopicPartition, Integer> epochs = epochs(old);
    Set<ConsumerRecord<byte[], byte[]>> found = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> one : old) {
      Integer current = epochs.get(new TopicPartition(one.topic(), one.partition()));
      if (current == null || one.leaderEpoch().isEmpty() || one.leaderEpoch().get() < current) {
        found.add(one);
      }
    }
    return found;
  }

  /** Epochs of the present leaders; none where they cannot be had. */
  private Map<TopicPartition, Integer> epochs(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    records.forEach(
        one -> wanted.put(new TopicPartition(one.topic(), one.partition()), OffsetSpec.latest()));
    Map<TopicPartition, Integer> epochs = new HashMap<>();
    try {
      Map<TopicPartition, ListOffsetsResultInfo> answer =
          admin.listOffsets(wanted).all().get(WAIT_S, TimeUnit.SECONDS);
      answer.forEach(
          (partition, info) -> info.leaderEpoch().ifPresent(is -> epochs.put(partition, is)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn()
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("The leaders of dispatch topics do not answer");
    }
    return epochs;
  }

  @Override
  public void close() {
    admin.close();
  }
}
