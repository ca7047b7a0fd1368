package dev.sluice.provider.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.kafka.BrokerClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What is told of a delivery when the leader of its partition may have changed. */
class EarlierLeadersTest {
  private static final long NOW = 1_000_000;
  private static final long OLD = NOW - EarlierLeaders.SURELY_NEW_MS - 1;
  private static final int LEADER_NOW = 7;

  private final Map<TopicPartition, Integer> leaders =
      new HashMap<>(Map.of(new TopicPartition("dispatch", 0), LEADER_NOW));
  private int asked;
  private final EarlierLeaders earlier =
      new EarlierLeaders(
          partitions -> {
            asked++;
            return leaders;
          },
          new BrokerClock(InstantSource.fixed(Instant.ofEpochMilli(NOW))));

  @Test
  void shouldNotAskAboutWhatIsSurelyNew() {
    assertThat(earlier.mayHaveDelivered(List.of(record(NOW, Optional.of(LEADER_NOW - 1)))))
        .isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void shouldDoubtWhatWasAppendedUnderAnEarlierLeader() {
    ConsumerRecord<byte[], byte[]> before = record(OLD, Optional.of(LEADER_NOW - 1));
    ConsumerRecord<byte[], byte[]> since = record(OLD, Optional.of(LEADER_NOW));

    assertThat(earlier.mayHaveDelivered(List.of(before, since))).isEqualTo(Set.of(before));
  }

  @Test
  void shouldDoubtWhatNobodyCanTellOf() {
    ConsumerRecord<byte[], byte[]> withoutEpoch = record(OLD, Optional.empty());
    assertThat(earlier.mayHaveDelivered(List.of(withoutEpoch))).containsExactly(withoutEpoch);

    leaders.clear();
    ConsumerRecord<byte[], byte[]> unanswered = record(OLD, Optional.of(LEADER_NOW));
    assertThat(earlier.mayHaveDelivered(List.of(unanswered))).containsExactly(unanswered);
  }

  private static ConsumerRecord<byte[], byte[]> record(long atMs, Optional<Integer> epoch) {
    return new ConsumerRecord<>(
        "dispatch",
        0,
        0,
        atMs,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        new byte[0],
        new byte[0],
        new RecordHeaders(),
        epoch);
  }
}
