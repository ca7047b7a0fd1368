package dev.sluice.dialects.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.request.AdmissionNotes;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LimitHeadersTest {
  private static final long NOW_MS = Instant.parse("2026-11-22T12:00:00.500Z").toEpochMilli();

  private final AnthropicDialect dialect = new AnthropicDialect();

  @Test
  void shouldTellWhenAllIsThereAgain() {
    AdmissionNotes notes =
        AdmissionNotes.newBuilder()
            .setRequestLimit(60)
            .setRequestsRemaining(-1)
            .setRequestsResetMs(1_000)
            .setTokenLimit(150_000)
            .setTokensRemaining(149_984)
            .setTokensResetMs(359_500)
            .build();

    assertThat(dialect.limitHeaders(notes, NOW_MS))
        .isEqualTo(
            Map.of(
                "anthropic-ratelimit-requests-limit", "60",
                "anthropic-ratelimit-requests-remaining", "0",
                "anthropic-ratelimit-requests-reset", "2026-11-22T12:00:02Z",
                "anthropic-ratelimit-tokens-limit", "150000",
                "anthropic-ratelimit-tokens-remaining", "149984",
                "anthropic-ratelimit-tokens-reset", "2026-11-22T12:06:00Z"));
  }

  @Test
  void shouldTellNothingWhereNoLimitApplies() {
    assertThat(dialect.limitHeaders(AdmissionNotes.newBuilder().build(), NOW_MS)).isEmpty();
  }
}
