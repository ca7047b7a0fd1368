package dev.sluice.provider.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentAttemptsTest {
  private final RecentAttempts recent = new RecentAttempts();

  @Test
  void shouldTakeAnAttemptOnce() {
    assertThat(recent.take("a-1")).isTrue();
    assertThat(recent.take("a-1")).isFalse();
    assertThat(recent.take("a-2")).isTrue();
  }

  @Test
  void shouldTakeItAgainWhenForgotten() {
    recent.take("a-1");

    recent.forget("a-1");

    assertThat(recent.take("a-1")).isTrue();
  }
}
