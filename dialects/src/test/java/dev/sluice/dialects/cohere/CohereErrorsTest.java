package dev.sluice.dialects.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.schemas.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CohereErrorsTest {
  private final CohereDialect dialect = new CohereDialect();

  @ParameterizedTest
  @CsvSource({
    "400, invalid request: no, INVALID_REQUEST",
    "422, no, INVALID_REQUEST",
    "400, too many tokens: size limit exceeded by 3 tokens, CONTEXT_LENGTH",
    "400, too many tokens: max tokens must be less than or equal to 4096, INVALID_REQUEST",
    "402, pay, PROVIDER_QUOTA",
    "403, no, PROVIDER_AUTHENTICATION",
    "404, no model, PROVIDER_NOT_FOUND",
    "413, long, TOO_LARGE",
    "429, wait, PROVIDER_RATE_LIMITED",
    "429, a trial key is limited to 1000 calls / month, PROVIDER_QUOTA",
    "498, blocked, CONTENT_POLICY",
    "499, cancelled, PROVIDER_ERROR",
    "500, no, PROVIDER_ERROR",
    "503, busy, PROVIDER_OVERLOADED",
    "504, slow, PROVIDER_ERROR"
  })
  void shouldTellWhatToDoAboutAStatus(int status, String message, ErrorKind kind) {
    byte[] body = ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);

    assertThat(dialect.failure(status, Map.of(), body).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"x\"}|PROVIDER_MALFORMED",
        "[]|PROVIDER_MALFORMED",
        "{\"message\":\"text\"}|PROVIDER_MALFORMED",
        "{\"message\":{\"content\":[]},\"finish_reason\":\"ERROR\"}|PROVIDER_ERROR"
      })
  void shouldNotTakeWhatIsNoReplyForOne(String body, ErrorKind kind) {
    var call = new ProviderCall("m", "cohere", null, false);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

    var reply = (ProviderReply.Failed) dialect.reply(call, 200, Map.of(), bytes);

    assertThat(reply.failure().kind()).isEqualTo(kind);
  }

  @Test
  void shouldCountWhatTheModelSawWhereNothingIsSaidToBeBilled() {
    var usage =
        CohereUsage.read(
            "{\"tokens\":{\"input_tokens\":34,\"output_tokens\":56,\"image_tokens\":259}}");

    assertThat(usage.getInput()).isEqualTo(293);
    assertThat(usage.getOutput()).isEqualTo(56);
  }
}
