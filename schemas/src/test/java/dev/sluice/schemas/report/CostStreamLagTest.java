package dev.sluice.schemas.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.report.CostStreamLag.Span;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CostStreamLagTest {
  private static final TopicPartition FIRST = new TopicPartition("sluice.attempts", 0);
  private static final TopicPartition SECOND = new TopicPartition("sluice.attempts", 1);
  private static final Instant NOW = Instant.ofEpochMilli(60_000);

  @Test
  void shouldBeBehindByNothingWhenAllIsCommitted() {
    CostStreamLag lag =
        CostStreamLag.behind(
            Map.of(FIRST, new Span(0, 12, 9_000), SECOND, new Span(0, 0, -1)),
            Map.of(FIRST, 12L, SECOND, 0L));

    assertThat(lag).isEqualTo(new CostStreamLag.Behind(0, Optional.empty()));
    assertThat(lag.words(NOW)).isEqualTo("behind by 0 attempt events");
  }

  @Test
  void shouldTellTheNewestOfTheEventsThatWait() {
    CostStreamLag lag =
        CostStreamLag.behind(
            Map.of(FIRST, new Span(0, 12, 59_000), SECOND, new Span(0, 30, 57_000)),
            Map.of(FIRST, 12L, SECOND, 29L));

    assertThat(lag.words(NOW))
        .isEqualTo("behind by 1 attempt event, the newest 3 s old (1970-01-01T00:00:57Z)");
  }

  @Test
  void shouldCountFromTheBeginWhereNothingIsCommittedOrItIsGone() {
    assertThat(
            CostStreamLag.behind(
                Map.of(FIRST, new Span(5, 12, 1), SECOND, new Span(20, 30, 2)),
                Map.of(SECOND, 10L)))
        .isEqualTo(new CostStreamLag.Behind(17, Optional.of(Instant.ofEpochMilli(2))));
  }

  @Test
  void shouldSayWhyItCannotBeTold() {
    assertThat(new CostStreamLag.Unknown("Kafka answers X").words(NOW))
        .isEqualTo("how far behind cannot be told: Kafka answers X");
  }
}
