package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.money.PriceBooks;
import dev.sluice.schemas.money.Pricer;
import dev.sluice.schemas.money.PricingOutcome;
import dev.sluice.schemas.topic.TrustedRecords;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageBasisTest {
  private static final UsageBasis.Estimates ESTIMATES = new Counted(100, Long.MAX_VALUE);

  private record Counted(long input, long mostInput) implements UsageBasis.Estimates {
    @Override
    public long output() {
      return 40;
    }

    @Override
    public long largestPiece() {
      return 3;
    }
  }

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

  @ParameterizedTest
  @CsvSource({"100, 105, 105", "100, 110, 110", "100, 111, 110", "100, 100, 100", "20, 40, 28"})
  void shouldRoundUpToNoMoreInputThanIsHeld(long counted, long held, long input) {
    TokenUsage usage =
        UsageBasis.usage(new UsageBasis.Cut(Optional.empty(), 0, 0, 1), new Counted(counted, held));

    assertThat(usage.getInput()).isEqualTo(input);
  }

  /** One token more than is held is a tier above it here. */
  @Test
  void shouldNotCostMoreThanItsHoldNearATier() {
    // Given
    PriceBook book = PriceBooks.builtIn();
    PricingOutcome hold = Pricer.worstCase(book, "google", "gemini-2.5-pro", 200_000, 1_000L, 1);

    // When
    TokenUsage usage =
        UsageBasis.usage(
            new UsageBasis.Cut(Optional.empty(), 0, 0, 1), new Counted(199_990, 200_000));

    // Then
    PricingOutcome bill = Pricer.price(book, "google", "gemini-2.5-pro", usage);
    assertThat(((PricingOutcome.Priced) bill).cost().value())
        .isLessThanOrEqualTo(((PricingOutcome.Priced) hold).cost().value());
  }

  @Test
  void shouldKnowNoMostWhereNothingIsHeld() {
    ReceivedText nothing = new ReceivedText();

    assertThat(new Estimate("gpt-4o", () -> "a b c", 0, nothing).mostInput())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(new Estimate("gpt-4o", () -> "a b c", 2, nothing).mostInput()).isEqualTo(2);
    assertThat(new Estimate("gpt-4o", () -> "a b c", 2, nothing).input()).isEqualTo(2);
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
