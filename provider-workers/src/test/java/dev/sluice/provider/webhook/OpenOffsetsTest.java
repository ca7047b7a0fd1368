package dev.sluice.provider.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenOffsetsTest {
  private static final TopicPartition ONE = new TopicPartition("alerts", 0);
  private final OpenOffsets offsets = new OpenOffsets();

  private static Map<TopicPartition, OffsetAndMetadata> upTo(long offset) {
    return Map.of(ONE, new OffsetAndMetadata(offset));
  }

  @Test
  void shouldCommitNothingBehindWhatIsOpen() {
    offsets.read(ONE, 5);
    offsets.read(ONE, 6);
    offsets.read(ONE, 9);
    offsets.settled(ONE, 6);
    offsets.settled(ONE, 9);

    assertThat(offsets.committable()).isEqualTo(upTo(5));
    assertThat(offsets.size()).isEqualTo(1);

    offsets.settled(ONE, 5);

    assertThat(offsets.committable()).isEqualTo(upTo(10));
    assertThat(offsets.size()).isZero();
  }

  @Test
  void shouldNotCommitTwice() {
    offsets.read(ONE, 5);
    offsets.settled(ONE, 5);
    offsets.committed(offsets.committable());

    assertThat(offsets.committable()).isEmpty();

    offsets.read(ONE, 6);
    assertThat(offsets.committable()).isEmpty();
    offsets.settled(ONE, 6);
    assertThat(offsets.committable()).isEqualTo(upTo(7));
  }

  @Test
  void shouldForgetWhatWentToSomebodyElse() {
    offsets.read(ONE, 5);
    offsets.forget(List.of(ONE));
    offsets.settled(ONE, 5);

    assertThat(offsets.committable()).isEmpty();
    assertThat(offsets.size()).isZero();
  }
}
