package dev.sluice.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestIdTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");

  @Test
  void shouldCarryItsTimeAndBeAUuidOfVersionSeven() {
    RequestId id = RequestId.create(NOW);

    assertThat(UUID.fromString(id.value()).version()).isEqualTo(7);
    assertThat(UUID.fromString(id.value()).variant()).isEqualTo(2);
    assertThat(RequestId.timeOf(id.value())).hasValue(NOW.toEpochMilli());
  }

  @Test
  void shouldNotRepeatWithinAMillisecond() {
    assertThat(IntStream.range(0, 100_000).mapToObj(i -> RequestId.create(NOW)).distinct())
        .hasSize(100_000);
  }

  @Test
  void shouldGiveOnePlaceOfATopicOneId() {
    RequestId first = RequestId.ofSource("sluice.batch.a.requests", 3, 77, NOW.toEpochMilli());

    assertThat(RequestId.ofSource("sluice.batch.a.requests", 3, 77, NOW.toEpochMilli()))
        .isEqualTo(first);
    assertThat(RequestId.ofSource("sluice.batch.a.requests", 3, 78, NOW.toEpochMilli()))
        .isNotEqualTo(first);
    assertThat(RequestId.timeOf(first.value())).hasValue(NOW.toEpochMilli());
  }

  @Test
  void shouldTellNoTimeOfWhatIsNoId() {
    assertThat(RequestId.timeOf("x")).isEmpty();
    assertThat(RequestId.timeOf(UUID.nameUUIDFromBytes(new byte[] {1}).toString())).isEmpty();
  }

  @Test
  void shouldReadAttemptIdsBack() {
    AttemptId attempt = RequestId.create(NOW).attempt(12);

    assertThat(AttemptId.parse(attempt.toString())).contains(attempt);
    assertThat(AttemptId.parse("a-1")).isEmpty();
    assertThat(AttemptId.parse(attempt.requestId())).isEmpty();
    assertThat(AttemptId.parse(attempt.requestId() + "-0")).isEmpty();
    assertThat(AttemptId.parse(attempt.requestId() + "-x")).isEmpty();
    assertThatThrownBy(() -> new AttemptId(attempt.requestId(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
