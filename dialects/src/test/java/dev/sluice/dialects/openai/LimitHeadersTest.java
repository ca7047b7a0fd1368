package dev.sluice.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.request.AdmissionNotes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitHeadersTest {
  private final OpenAiDialect dialect = new OpenAiDialect();

  @Test
  void shouldTellBothKindsOfLimit() {
    AdmissionNotes notes =
        AdmissionNotes.newBuilder()
            .setRequestLimit(60)
            .setRequestsRemaining(59)
            .setRequestsResetMs(1000)
            .setTokenLimit(150_000)
            .setTokensRemaining(149_984)
            .setTokensResetMs(360_000)
            .build();

    assertThat(dialect.limitHeaders(notes, 0))
        .isEqualTo(
            Map.of(
                "x-ratelimit-limit-requests", "60",
                "x-ratelimit-remaining-requests", "59",
                "x-ratelimit-reset-requests", "1s",
                "x-ratelimit-limit-tokens", "150000",
                "x-ratelimit-remaining-tokens", "149984",
                "x-ratelimit-reset-tokens", "6m0s"));
  }

  @Test
  void shouldTellOnlyTheKindThatApplies() {
    AdmissionNotes notes =
        AdmissionNotes.newBuilder()
            .setTokenLimit(10)
            .setTokensRemaining(0)
            .setTokensResetMs(0)
            .build();

    assertThat(dialect.limitHeaders(notes, 0))
        .isEqualTo(
            Map.of(
                "x-ratelimit-limit-tokens", "10",
                "x-ratelimit-remaining-tokens", "0",
                "x-ratelimit-reset-tokens", "0s"));
  }

  @Test
  void shouldTellNothingWhereOnlyABudgetApplies() {
    AdmissionNotes notes = AdmissionNotes.newBuilder().setBudgetUsedPercent(83).build();

    assertThat(dialect.limitHeaders(notes, 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-1,0s",
    "0,0s",
    "1,1ms",
    "20,20ms",
    "999,999ms",
    "1000,1s",
    "1005,1.005s",
    "8640,8.64s",
    "59200,59.2s",
    "59369,59.369s",
    "60000,1m0s",
    "61500,1m1.5s",
    "360000,6m0s",
    "3599999,59m59.999s",
    "3600000,1h0m0s",
    "86400000,24h0m0s"
  })
  void shouldWriteSpansAsOpenAiDoes(long ms, String text) {
    assertThat(LimitHeaders.span(ms)).isEqualTo(text);
  }
}
