package dev.sluice.ingress.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyPartitionsTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 24})
  void shouldChooseTwoPartitionsOfTheTopic(int count) {
    for (int i = 0; i < 200; i++) {
      ReplyPartitions partitions = ReplyPartitions.of("ingress-" + i, count);

      assertThat(partitions.first()).isBetween(0, count - 1);
      assertThat(partitions.second()).isBetween(0, count - 1).isNotEqualTo(partitions.first());
    }
  }

  @Test
  void shouldTakeTheOnlyPartition() {
    assertThat(ReplyPartitions.of("ingress", 1)).isEqualTo(new ReplyPartitions(0, 0));
  }

  @Test
  void shouldChooseTheSameAfterARestart() {
    assertThat(ReplyPartitions.of("ingress-1", 24)).isEqualTo(ReplyPartitions.of("ingress-1", 24));
  }
}
