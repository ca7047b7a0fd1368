package dev.sluice.provider.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(7));

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "5, 16", "9, 256", "10, 300", "1000000, 300"})
  void shouldDoubleUpToTheMost(int failures, long atMostSeconds) {
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.after(failures))
          .isBetween(Duration.ofMillis(500 * atMostSeconds), Duration.ofSeconds(atMostSeconds));
    }
  }

  @Test
  void shouldNotWaitTheSameTwice() {
    Set<Duration> waits = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      waits.add(backoff.after(3));
    }
    assertThat(waits).hasSizeGreaterThan(45);
  }
}
