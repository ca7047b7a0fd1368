package dev.sluice.router.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HeldOffsetsTest {
  private static final TopicPartition ATTEMPTS = new TopicPartition("attempts", 2);
  private static final TopicPartition REQUESTS = new TopicPartition("requests", 2);

  private final HeldOffsets held = new HeldOffsets();

  @Test
  void shouldCommitNothingPastTheFirstHeldRecord() {
    held.hold(ATTEMPTS, 7);
    held.hold(ATTEMPTS, 9);

    Map<TopicPartition, OffsetAndMetadata> committable =
        held.committable(Map.of(ATTEMPTS, at(12), REQUESTS, at(30)));

    assertThat(committable)
        .containsOnly(
            Map.entry(ATTEMPTS, new OffsetAndMetadata(7, Optional.of(3), "kept")),
            Map.entry(REQUESTS, at(30)));
  }

  @Test
  void shouldNotMoveACommitForwardWhenWhatIsHeldComesLater() {
    held.hold(ATTEMPTS, 7);

    assertThat(held.committable(Map.of(ATTEMPTS, at(5))).get(ATTEMPTS)).isEqualTo(at(5));
    assertThat(held.committable(Map.of(REQUESTS, at(5)))).containsOnlyKeys(REQUESTS);
  }

  @Test
  void shouldCommitAllWhenNothingIsHeldAnyMore() {
    held.hold(ATTEMPTS, 7);
    held.release(ATTEMPTS);

    assertThat(held.committable(Map.of(ATTEMPTS, at(12))).get(ATTEMPTS)).isEqualTo(at(12));
  }

  private static OffsetAndMetadata at(long offset) {
    return new OffsetAndMetadata(offset, Optional.of(3), "kept");
  }
}
