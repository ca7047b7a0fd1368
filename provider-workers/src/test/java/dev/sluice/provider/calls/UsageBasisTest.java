package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.topic.TrustedRecords;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UsageBasisTest {
  private static final UsageBasis.Estimates ESTIMATES =
      new UsageBasis.Estimates() {
        @Override
        public long input() {
          return 100;
        }

        @Override
        public long output() {
          return 40;
        }

        @Override
        public long largestPiece() {
          return 3;
        }
      };

  @BeforeAll
  static void trustRecords() {
    TrustedRecords.install();
  }

  @Test
  void shouldBeNothingWhenProviderWasNotReached() {
    TokenUsage usage = UsageBasis.usage(new UsageBasis.Nothing(), ESTIMATES);

    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInput()).isZero();
    assertThat(usage.getOutput()).isZero();
  }

  @Test
  void shouldBeWhatTheProviderToldWhenComplete() {
    TokenUsage told = told(7L, 9L);
    var basis = new UsageBasis.Complete(Optional.of(told));

    assertThat(UsageBasis.needsEstimates(basis)).isFalse();
    assertThat(UsageBasis.usage(basis, ESTIMATES)).isEqualTo(told);
  }

  @Test
  void shouldBeEstimatedWhenProviderDoesNotCount() {
    var basis = new UsageBasis.Complete(Optional.empty());

    TokenUsage usage = UsageBasis.usage(basis, ESTIMATES);

    assertThat(UsageBasis.needsEstimates(basis)).isTrue();
    assertThat(usage.getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getInput()).isEqualTo(100);
    assertThat(usage.getOutput()).isEqualTo(40);
  }

  @Test
  void shouldRoundUpByTwoPiecesWhenCut() {
    TokenUsage usage = UsageBasis.usage(new UsageBasis.Cut(Optional.empty(), 5, 0, 2), ESTIMATES);

    assertThat(usage.getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getInput()).isEqualTo(110);
    assertThat(usage.getOutput()).isEqualTo(40 + 2 * 3 + 5);
  }

  @Test
  void shouldAddWhatWasMadeSinceTheLastPieceAtThePaceOfTheProvider() {
    TokenUsage usage =
        UsageBasis.usage(new UsageBasis.Cut(Optional.empty(), 0, 0.26, 1), ESTIMATES);

    assertThat(usage.getOutput()).isEqualTo(40 + 10 + 3);
  }

  @Test
  void shouldKeepToldInputWhenCut() {
    TokenUsage usage =
        UsageBasis.usage(new UsageBasis.Cut(Optional.of(told(7L, 1L)), 0, 0, 2), ESTIMATES);

    assertThat(usage.getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getInput()).isEqualTo(7);
    assertThat(usage.getOutput()).isEqualTo(46);
  }

  @Test
  void shouldKeepToldOutputWhenItIsMoreThanWasSeen() {
    TokenUsage usage =
        UsageBasis.usage(new UsageBasis.Cut(Optional.of(told(7L, 90L)), 0, 0, 2), ESTIMATES);

    assertThat(usage.getOutput()).isEqualTo(90);
    assertThat(usage.getSource()).isEqualTo(UsageSource.ESTIMATED);
  }

  private static TokenUsage told(long input, long output) {
    return TokenUsage.newBuilder()
        .setSource(UsageSource.PROVIDER)
        .setInput(input)
        .setOutput(output)
        .build();
  }
}
