package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.topic.TrustedRecords;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptOutcomeTest {
  @BeforeAll
  static void trustRecords() {
    TrustedRecords.install();
  }

  @ParameterizedTest
  @EnumSource(ErrorKind.class)
  void shouldNeverFallBackWhenContentWasShown(ErrorKind kind) {
    assertThat(CallError.of(kind, "x").outcome(true)).isInstanceOf(AttemptOutcome.Broken.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CANCELLED", "DEADLINE_EXCEEDED"})
  void shouldLeaveItToTheRouterWhenNothingWasShown(ErrorKind kind) {
    AttemptOutcome outcome = CallError.of(kind, "x").outcome(false);

    assertThat(outcome).isInstanceOf(AttemptOutcome.Failed.class);
    assertThat(((AttemptOutcome.Failed) outcome).tryElsewhere()).isEqualTo(kind.triedElsewhere());
  }

  @Test
  void shouldTellTheOutcomeAloneWhenNobodyWaits() {
    assertThat(CallError.of(ErrorKind.CANCELLED, "x").outcome(false))
        .isInstanceOf(AttemptOutcome.Withdrawn.class);
    assertThat(CallError.expired(ErrorKind.DEADLINE_EXCEEDED).outcome(false).status())
        .isEqualTo(AttemptStatus.TIMED_OUT);
  }

  @Test
  void shouldCallABrokenStreamBrokenWhateverBrokeIt() {
    CallError error = CallError.of(ErrorKind.PROVIDER_OVERLOADED, "x");

    assertThat(error.afterContent().getKind()).isEqualTo("stream_broken");
    assertThat(error.info().getKind()).isEqualTo("provider_overloaded");
  }

  @Test
  void shouldKeepTheNameOfATimeoutAfterContent() {
    assertThat(CallError.expired(ErrorKind.IDLE_TIMEOUT).afterContent().getKind())
        .isEqualTo("idle_timeout");
  }
}
