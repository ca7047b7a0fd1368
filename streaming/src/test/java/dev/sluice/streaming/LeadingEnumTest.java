package dev.sluice.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeadingEnumTest {
  private static final Topics TOPICS = new Topics("sluice.", TopicSizing.embedded(1 << 20));
  private static final Codecs CODECS = Codecs.of("mock://streaming");

  private final Codec<AttemptEvent> codec = CODECS.of(TOPICS.attempts());
  private final LeadingEnum kinds =
      new LeadingEnum(CODECS.registry(), Set.of(AttemptEventKind.OUTCOME.name()));

  @ParameterizedTest
  @EnumSource(AttemptEventKind.class)
  void shouldKnowTheKindWithoutDecoding(AttemptEventKind kind) {
    byte[] bytes = codec.encode(AttemptEvent.newBuilder().setKind(kind).build());

    assertThat(kinds.mayBeWanted(bytes)).isEqualTo(kind == AttemptEventKind.OUTCOME);
  }

  @Test
  void shouldTakeInWhatItCannotTell() {
    byte[] otherSchema = CODECS.of(TOPICS.spendEntries()).encode(LedgerEntry.newBuilder().build());
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
