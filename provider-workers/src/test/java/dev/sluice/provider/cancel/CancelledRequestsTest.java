package dev.sluice.provider.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancelledRequestsTest {
  private final CancelledRequests cancelled = new CancelledRequests(2);

  @Test
  void shouldHoldForAllAttemptsWhenARequestIsCancelled() {
    cancelled.add("r", 100);

    assertThat(cancelled.contains("r", "r-2")).isTrue();
    assertThat(cancelled.contains("s", "s-1")).isFalse();
  }

  @Test
  void shouldHoldForOneAttemptWhenOnlyThatIsCancelled() {
    cancelled.add("r-1", 100);

    assertThat(cancelled.contains("r", "r-1")).isTrue();
    assertThat(cancelled.contains("r", "r-2")).isFalse();
  }

  @Test
  void shouldForgetWhenTheDeadlineIsOver() {
    cancelled.add("r", 100);
    cancelled.add("s", 200);

    cancelled.forgetUntil(150);

    assertThat(cancelled.contains("r", "r-1")).isFalse();
    assertThat(cancelled.contains("s", "s-1")).isTrue();
  }

  @Test
  void shouldForgetTheOldestWhenFull() {
    cancelled.add("r", 100);
    cancelled.add("s", 100);
    cancelled.add("t", 100);

    assertThat(cancelled.size()).isEqualTo(2);
    assertThat(cancelled.contains("r", "")).isFalse();
  }
}
