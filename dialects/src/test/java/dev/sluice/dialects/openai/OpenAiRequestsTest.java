package dev.sluice.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenAiRequestsTest {
  private static final String NOTHING = "-";
  private final OpenAiDialect dialect = new OpenAiDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|-|-|you must provide a model parameter",
        "{\"model\":\"m\"}|messages|missing_required_parameter|Missing required parameter: 'messages'.",
        "{\"model\":\"m\",\"messages\":[]}|messages|empty_array|Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|model|invalid_type|Invalid type for 'model': expected a string, but got an integer instead.",
        "{\"model\":\"m\",\"messages\":\"hi\"}|messages|invalid_type|Invalid type for 'messages': expected an array of objects, but got a string instead.",
        "{\"model\":\"m\",\"messages\":[\"hi\"]}|messages[0]|invalid_type|Invalid type for 'messages[0]': expected an object, but got a string instead.",
        "{\"model\":\"m\",\"messages\":[{\"content\":\"x\"}]}|messages[0].role|missing_required_parameter|Missing required parameter: 'messages[0].role'.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}|messages[0].content|missing_required_parameter|Missing required parameter: 'messages[0].content'.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":null}]}|messages[0].content|-|Invalid value for 'content': expected a string, got null.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"king\",\"content\":\"x\"}]}|messages[0].role|invalid_value|Invalid value: 'king'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":5}]}|messages[0].content|invalid_type|Invalid type for 'messages[0].content': expected one of a string or array of objects, but got an integer instead.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":\"u\"}]}]}|messages[0].content[0].image_url|invalid_type|Invalid type for 'messages[0].content[0].image_url': expected an object, but got a string instead.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}|messages[0].tool_call_id|missing_required_parameter|Missing required parameter: 'messages[0].tool_call_id'.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":\"hot\"}|temperature|invalid_type|Invalid type for 'temperature': expected a decimal, but got a string instead.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":1e999}|temperature|invalid_value|Invalid 'temperature': number out of range. Expected a smaller one.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":1.5}|max_tokens|invalid_type|Invalid type for 'max_tokens': expected an integer, but got a decimal instead.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":0}|n|integer_below_min_value|Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":\"yes\"}|stream|invalid_type|Invalid type for 'stream': expected a boolean, but got a string instead.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":{}}|tools|invalid_type|Invalid type for 'tools': expected an array of objects, but got an object instead.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"type\":\"function\",\"function\":{}}]}|tools[0].function.name|missing_required_parameter|Missing required parameter: 'tools[0].function.name'.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tool_choice\":\"any\"}|tool_choice|invalid_value|Invalid value: 'any'. Supported values are: 'none', 'auto', and 'required'.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stop\":[1]}|stop|invalid_type|Invalid type for 'stop': expected one of a string or array of strings, but got an array instead.",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"response_format\":{\"type\":\"json_schema\"}}|response_format.json_schema|missing_required_parameter|Missing required parameter: 'response_format.json_schema'.",
        "nonsense|-|-|We could not parse the JSON body of your request. The API expects a JSON object.",
      })
  void shouldSayWhatIsWrong(String body, String param, String code, String message) {
    var refused = (ReadRequest.Refused) read(body);
    ReadRequest.FieldError error = refused.errors().getFirst();
    assertThat(error.message()).isEqualTo(message);
    assertThat(String.valueOf(error.param())).isEqualTo(param.equals(NOTHING) ? "null" : param);
    assertThat(String.valueOf(error.code())).isEqualTo(code.equals(NOTHING) ? "null" : code);
    ErrorReply reply = dialect.refusal(refused, new ReplyContext("r", "m", 0, false));
    assertThat(reply.status()).isEqualTo(400);
    var told = JsonAssert.parse(reply.body()).path("error");
    assertThat(told.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(told.path("message").asText()).isEqualTo(message);
    assertThat(told.fieldNames()).toIterable().containsExactly("message", "type", "param", "code");
  }

  @Test
  void shouldTellAllThatIsWrong() {
    var refused =
        (ReadRequest.Refused)
            read("{\"model\":1,\"messages\":[{\"role\":\"x\",\"content\":1}],\"n\":\"a\"}");
    assertThat(refused.errors())
        .extracting(ReadRequest.FieldError::param)
        .containsExactly("model", "messages[0].role", "messages[0].content", "n");
  }

  @Test
  void shouldReadPresentAsNullLikeAbsent() {
    var parsed =
        (ReadRequest.Parsed)
            read(
                "{\"model\":\"m\",\"stream\":null,\"tools\":null,\"max_tokens\":null,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    assertThat(parsed.stream()).isFalse();
    assertThat(parsed.request().getMaxOutputTokens()).isNull();
    assertThat(parsed.request().getExtras())
        .containsOnlyKeys("stream", "tools", "max_tokens")
        .containsValue("null");
  }

  private ReadRequest read(String body) {
    return dialect.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
