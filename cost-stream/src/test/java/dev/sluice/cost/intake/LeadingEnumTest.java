package dev.sluice.cost.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cost.CostFixture;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.spend.LedgerEntry;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeadingEnumTest {
  private final Codec<AttemptEvent> codec = CostFixture.CODECS.of(CostFixture.TOPICS.attempts());
  private final LeadingEnum kinds =
      new LeadingEnum(CostFixture.CODECS.registry(), Set.of(AttemptEventKind.OUTCOME.name()));

  @ParameterizedTest
  @EnumSource(AttemptEventKind.class)
  void shouldKnowTheKindWithoutDecoding(AttemptEventKind kind) {
    byte[] bytes = codec.encode(AttemptEvent.newBuilder().setKind(kind).build());

    assertThat(kinds.mayBeWanted(bytes)).isEqualTo(kind == AttemptEventKind.OUTCOME);
  }

  @Test
  void shouldTakeInWhatItCannotTell() {
    byte[] otherSchema =
        CostFixture.CODECS
            .of(CostFixture.TOPICS.spendEntries())
            .encode(LedgerEntry.newBuilder().build());
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
