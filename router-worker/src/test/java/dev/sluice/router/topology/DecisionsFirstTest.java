package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DecisionsFirstTest {
  private static final long NOW_MS = DrivenRouter.START.toEpochMilli();

  private static ConsumerRecord<Object, Object> appended(long atMs) {
    return new ConsumerRecord<>(
        "sluice.decisions",
        0,
        7,
        atMs,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        null,
        null,
        new RecordHeaders(),
        Optional.empty());
  }

  @Test
  void shouldCountAsOlderThanABacklogOfDays() {
    long time = new DecisionsFirst().extract(appended(NOW_MS), -1);

    assertThat(time).isPositive().isLessThan(NOW_MS - Duration.ofDays(14).toMillis());
  }

  @Test
  void shouldStillTellWhenADecisionWasAppended() {
    long time = new DecisionsFirst().extract(appended(NOW_MS), -1);

    assertThat(DecisionsFirst.appendedAtMs(time)).isEqualTo(NOW_MS);
  }
}
