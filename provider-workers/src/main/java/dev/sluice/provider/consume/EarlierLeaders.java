package dev.sluice.provider.consume;

import static java.util.stream.Collectors.toMap;

import dev.sluice.schemas.kafka.BrokerClock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
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
final class EarlierLeaders {
  static final long SURELY_NEW_MS = 250;

  private static final Logger LOG = LoggerFactory.getLogger(EarlierLeaders.class);
  private static final long WAIT_S = 10;

  private final LeaderEpochs leaderEpochs;
  private final BrokerClock clock;

  /** Asks who leads which partition now. */
  @FunctionalInterface
  interface LeaderEpochs {
    /** Epochs of the present leaders; without those that cannot be had. */
    Map<TopicPartition, Integer> of(Set<TopicPartition> partitions);
  }

  EarlierLeaders(LeaderEpochs leaderEpochs, BrokerClock clock) {
    this.leaderEpochs = leaderEpochs;
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
    Map<TopicPartition, Integer> epochs =
        leaderEpochs.of(
            old.stream().map(EarlierLeaders::partitionOf).collect(Collectors.toUnmodifiableSet()));
    Set<ConsumerRecord<byte[], byte[]>> found = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> one : old) {
      Integer current = epochs.get(partitionOf(one));
      if (current == null || one.leaderEpoch().isEmpty() || one.leaderEpoch().get() < current) {
        found.add(one);
      }
    }
    return found;
  }

  private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> one) {
    return new TopicPartition(one.topic(), one.partition());
  }

  /** From the leaders themselves: each tells its epoch with its end offset. Blocks on Kafka. */
  static LeaderEpochs by(Admin admin) {
    return partitions -> {
      Map<TopicPartition, Integer> epochs = new HashMap<>();
      try {
        admin
            .listOffsets(partitions.stream().collect(toMap(p -> p, p -> OffsetSpec.latest())))
            .all()
            .get(WAIT_S, TimeUnit.SECONDS)
            .forEach(
                (partition, end) -> end.leaderEpoch().ifPresent(is -> epochs.put(partition, is)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        LOG.atWarn()
            .addKeyValue("error", e.getClass().getSimpleName())
            .log("The leaders of dispatch topics do not answer");
      }
      return epochs;
    };
  }
}
