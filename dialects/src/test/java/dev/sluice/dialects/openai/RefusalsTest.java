package dev.sluice.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller is told when the router admits no attempt. */
final class RefusalsTest {
  private final OpenAiDialect dialect = new OpenAiDialect();

  @Test
  void shouldTellAnEmptyBudgetAsAQuotaThatNoRetryHelps() {
    ErrorReply reply = refusal(ErrorKind.BUDGET_EXCEEDED, "budget_exceeded: the budget 'm'", 5000L);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.headers()).isEqualTo(Map.of("x-should-retry", "false"));
    JsonNode error = JsonAssert.parse(reply.body()).path("error");
    assertThat(error.path("type").asText()).isEqualTo("insufficient_quota");
    assertThat(error.path("code").asText()).isEqualTo("insufficient_quota");
    assertThat(error.path("message").asText()).isEqualTo("budget_exceeded: the budget 'm'");
    assertThat(error.path("param").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Rate limit reached for tokens: tpm: limit 10, left 3|tokens",
        "Rate limit reached for requests: rpm of tokens|requests",
        "Rate limit reached for requests: concurrency|requests"
      })
  void shouldSayWhatALimitCounts(String message, String type) {
    JsonNode error =
        JsonAssert.parse(refusal(ErrorKind.RATE_LIMITED, message, 1L).body()).path("error");

    assertThat(error.path("type").asText()).isEqualTo(type);
    assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
    assertThat(error.path("message").asText()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1000,1,1000", "1001,2,1001", "61500,62,61500"})
  void shouldSayWhenToTryAgain(long ms, String seconds, String exact) {
    ErrorReply reply = refusal(ErrorKind.RATE_LIMITED, "Rate limit reached for requests: r", ms);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.headers()).isEqualTo(Map.of("retry-after", seconds, "retry-after-ms", exact));
  }

  @Test
  void shouldSayThatAModelWithoutPriceIsNotServed() {
    ErrorReply reply = refusal(ErrorKind.UNPRICED, "The deployment a/b has no price", null);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.headers()).isEqualTo(Map.of("x-should-retry", "false"));
    JsonNode error = JsonAssert.parse(reply.body()).path("error");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("code").asText()).isEqualTo("model_not_priced");
  }

  private ErrorReply refusal(ErrorKind kind, String message, @Nullable Long retryAfterMs) {
    ErrorInfo error = Canonical.error(kind, 0, message);
    error.setRetryAfterMs(retryAfterMs);
    return dialect.error(error, new ReplyContext("req-1", "assistant", 1, false));
  }
}
