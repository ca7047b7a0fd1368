package dev.sluice.dialects.completions;

import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a chat cannot do for a caller of completions. */
final class CompletionsRefusalsTest {
  private static final CompletionsDialect DIALECT = new CompletionsDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'prompt':'x','echo':true|echo|unsupported_parameter"
            + "|Unsupported parameter: 'echo'. A completion is answered by a chat, which cannot do"
            + " that. Leave it out, or send false.",
        "'prompt':'x','best_of':2|best_of|unsupported_parameter"
            + "|Unsupported parameter: 'best_of'. A completion is answered by a chat, which cannot do"
            + " that. Leave it out, or send 1.",
        "'prompt':'x','suffix':'y'|suffix|unsupported_parameter"
            + "|Unsupported parameter: 'suffix'. A completion is answered by a chat, which cannot do"
            + " that. Leave it out.",
        "'prompt':'x','logprobs':0|logprobs|unsupported_parameter"
            + "|Unsupported parameter: 'logprobs'. A completion is answered by a chat, which cannot"
            + " do that. Leave it out, or ask /v1/chat/completions for them.",
        "'prompt':['x','y']|prompt|invalid_value"
            + "|Invalid 'prompt': expected a string or an array of one string. Send one request for"
            + " each prompt, and no token ids.",
        "'prompt':[1,2]|prompt|invalid_value"
            + "|Invalid 'prompt': expected a string or an array of one string. Send one request for"
            + " each prompt, and no token ids.",
        "'prompt':7|prompt|invalid_type"
            + "|Invalid type for 'prompt': expected one of a string or array of one string, but got"
            + " an integer instead.",
        "'stop':'x'|prompt|missing_required_parameter|Missing required parameter: 'prompt'."
      })
  void shouldSayWhatIsNotServed(String fields, String param, String code, String message) {
    // Given
    String body = "{\"model\":\"m\"," + fields.replace('\'', '"') + "}";

    // When
    var refused = (ReadRequest.Refused) DIALECT.read(body.getBytes(StandardCharsets.UTF_8));

    // Then
    var reply = DIALECT.refusal(refused, new ReplyContext("req-1", "m", 1, false));
    JsonNode error = parse(reply.body()).path("error");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(error.path("param").asText()).isEqualTo(param);
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).isEqualTo(message);
  }
}
