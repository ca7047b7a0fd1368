package dev.sluice.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class BrokerClockTest {
  private final BrokerClock clock =
      new BrokerClock(InstantSource.fixed(Instant.ofEpochMilli(10_000)));

  @Test
  void shouldTrustTheLocalClockUntilItLearnsOtherwise() {
    assertThat(clock.nowMs()).isEqualTo(10_000);
    assertThat(clock.withinBound()).isTrue();
  }

  @Test
  void shouldKeepItsOffsetWhereTheAppendLiesBetweenSendAndAcknowledgement() {
    clock.observe(5_001, 5_000, 5_003);

    assertThat(clock.skewMs()).isZero();
  }

  @Test
  void shouldFollowABrokerThatIsAheadOrBehind() {
    clock.observe(8_000, 5_000, 5_010);
    assertThat(clock.skewMs()).isBetween(2_990L, 3_000L);
    assertThat(clock.withinBound()).isFalse();

    clock.observe(4_000, 5_000, 5_010);
    assertThat(clock.skewMs()).isBetween(-1_010L, -1_000L);
  }
}
