package dev.sluice.dialects.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller is told when the router admits no attempt. */
final class RefusalsTest {
  @ParameterizedTest
  @CsvSource({
    "BUDGET_EXCEEDED,429,rate_limit_error,x-should-retry,false",
    "RATE_LIMITED,429,rate_limit_error,retry-after,3",
    "UNPRICED,400,invalid_request_error,x-should-retry,false"
  })
  void shouldSayWhetherToTryAgain(
      ErrorKind kind, int status, String type, String header, String value) {
    ErrorInfo error = Canonical.error(kind, 0, "words");
    error.setRetryAfterMs(2001L);

    ErrorReply reply =
        new AnthropicDialect().error(error, new ReplyContext("req-1", "assistant", 1, false));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers()).isEqualTo(Map.of(header, value));
    assertThat(JsonAssert.parse(reply.body()).at("/error/type").asText()).isEqualTo(type);
    assertThat(JsonAssert.parse(reply.body()).at("/error/message").asText()).isEqualTo("words");
  }
}
