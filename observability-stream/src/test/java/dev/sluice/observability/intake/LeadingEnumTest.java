package dev.sluice.observability.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.observability.ObservabilityFixture;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.metric.LatencyWindow;
import dev.sluice.schemas.serde.Codec;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeadingEnumTest {
  private final Codec<AttemptEvent> codec =
      ObservabilityFixture.CODECS.of(ObservabilityFixture.TOPICS.attempts());
  private final LeadingEnum kinds =
      new LeadingEnum(
          ObservabilityFixture.CODECS.registry(), Set.of(AttemptEventKind.OUTCOME.name()));

  @ParameterizedTest
  @EnumSource(AttemptEventKind.class)
  void shouldKnowTheKindWithoutDecoding(AttemptEventKind kind) {
    byte[] bytes = codec.encode(AttemptEvent.newBuilder().setKind(kind).build());

    assertThat(kinds.mayBeWanted(bytes)).isEqualTo(kind == AttemptEventKind.OUTCOME);
  }

  @Test
  void shouldTakeInWhatItCannotTell() {
    byte[] otherSchema =
        ObservabilityFixture.CODECS
            .of(ObservabilityFixture.TOPICS.latency())
            .encode(LatencyWindow.newBuilder().build());
    byte[] unknownSchema = {0, 9, 9, 9, 9, 2};
    byte[] unknownSymbol = codec.encode(AttemptEvent.newBuilder().build());
    unknownSymbol[5] = 60;

    assertThat(kinds.mayBeWanted(otherSchema)).isTrue();
    assertThat(kinds.mayBeWanted(unknownSchema)).isTrue();
    assertThat(kinds.mayBeWanted(unknownSymbol)).isTrue();
    assertThat(kinds.mayBeWanted(new byte[] {1, 2})).isTrue();
    assertThat(kinds.mayBeWanted(null)).isTrue();
  }
}
