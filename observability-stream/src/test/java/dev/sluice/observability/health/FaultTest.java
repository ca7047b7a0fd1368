package dev.sluice.observability.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {
  @ParameterizedTest
  @CsvSource({
    "provider_error, FAILED",
    "provider_rate_limited, FAILED",
    "stream_broken, FAILED",
    "failed, FAILED",
    "connect_timeout, TIMED_OUT",
    "idle_timeout, TIMED_OUT",
    "timed_out, TIMED_OUT",
    "invalid_request, NONE",
    "cancelled, NONE",
    "context_length, NONE",
    "something_newer, NONE"
  })
  void shouldJudgeByKind(String kind, Fault.Kind fault) {
    assertThat(Fault.of(kind)).isEqualTo(fault);
  }

  @Test
  void shouldCountOneKindOfFault() {
    Map<String, Long> errors =
        Map.of("provider_error", 2L, "provider_quota", 3L, "idle_timeout", 4L, "cancelled", 5L);

    assertThat(Fault.count(errors, Fault.Kind.FAILED)).isEqualTo(5);
    assertThat(Fault.count(errors, Fault.Kind.TIMED_OUT)).isEqualTo(4);
  }
}
