package dev.sluice.dialects.responses;

import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a request, in OpenAI's words. */
final class ResponsesRefusalsTest {
  private static final ResponsesDialect DIALECT = new ResponsesDialect();
  private static final String KEPT =
      "Sluice keeps no responses. Send the whole conversation in 'input' instead.";

  /** A body, and the whole of what it is answered. */
  private record Bad(String body, @Nullable String param, @Nullable String code, String message) {
    @Override
    public String toString() {
      return body;
    }
  }

  static Stream<Bad> all() {
    return Stream.of(document(), kept(), parameters(), items(), tools()).flatMap(List::stream);
  }

  private static List<Bad> document() {
    return List.of(
        new Bad(
            "{\"model\":",
            null,
            null,
            "We could not parse the JSON body of your request. The API expects a JSON object. It"
                + " stops being JSON in line 1, column 10."),
        new Bad(
            "{\"input\":\"hi\"}",
            "model",
            "missing_required_parameter",
            "Missing required parameter: 'model'."),
        new Bad(
            "{\"model\":\"m\"}",
            "input",
            "missing_required_parameter",
            "Missing required parameter: 'input'."));
  }

  private static List<Bad> kept() {
    return List.of(
        with(
            "\"previous_response_id\":\"resp_1\"",
            "previous_response_id",
            "unsupported_parameter",
            "Unsupported parameter: 'previous_response_id'. The response is not there: " + KEPT),
        with(
            "\"conversation\":{\"id\":\"conv_1\"}",
            "conversation",
            "unsupported_parameter",
            "Unsupported parameter: 'conversation'. The conversation is not there: " + KEPT),
        with(
            "\"background\":true",
            "background",
            "unsupported_parameter",
            "Unsupported parameter: 'background'. Sluice keeps no responses, so none could be"
                + " fetched later. Send 'stream': true and read the response while it comes."),
        with(
            "\"prompt\":{\"id\":\"pmpt_1\"}",
            "prompt",
            "unsupported_parameter",
            "Unsupported parameter: 'prompt'. Prompts that a provider keeps are not served. Send"
                + " their text in 'instructions' and 'input' instead."),
        item(
            "{\"type\":\"item_reference\",\"id\":\"rs_1\"}",
            "input[0].id",
            "unsupported_parameter",
            "Item with id 'rs_1' not found. Sluice keeps no responses: send the whole item instead"
                + " of a reference to it."));
  }

  private static List<Bad> parameters() {
    return List.of(
        with(
            "\"temperature\":\"hot\"",
            "temperature",
            "invalid_type",
            "Invalid type for 'temperature': expected a decimal, but got a string instead."),
        with(
            "\"max_output_tokens\":0",
            "max_output_tokens",
            "integer_below_min_value",
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 1, but"
                + " got 0 instead."),
        with(
            "\"stream\":\"yes\"",
            "stream",
            "invalid_type",
            "Invalid type for 'stream': expected a boolean, but got a string instead."),
        with(
            "\"store\":1",
            "store",
            "invalid_type",
            "Invalid type for 'store': expected a boolean, but got an integer instead."),
        with(
            "\"instructions\":[]",
            "instructions",
            "invalid_type",
            "Invalid type for 'instructions': expected a string, but got an array instead."),
        with(
            "\"reasoning\":\"high\"",
            "reasoning",
            "invalid_type",
            "Invalid type for 'reasoning': expected an object, but got a string instead."),
        with(
            "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\"}}",
            "text.format.schema",
            "missing_required_parameter",
            "Missing required parameter: 'text.format.schema'."));
  }

  private static List<Bad> items() {
    return List.of(
        new Bad(
            "{\"model\":\"m\",\"input\":3}",
            "input",
            "invalid_type",
            "Invalid type for 'input': expected one of a string or array of input items, but got an"
                + " integer instead."),
        new Bad(
            "{\"model\":\"m\",\"input\":[]}",
            "input",
            "empty_array",
            "Invalid 'input': empty array. Expected an array with minimum length 1, but got an empty"
                + " array instead."),
        item(
            "\"hi\"",
            "input[0]",
            "invalid_type",
            "Invalid type for 'input[0]': expected an object, but got a string instead."),
        item(
            "{\"content\":\"hi\"}",
            "input[0].type",
            "missing_required_parameter",
            "Missing required parameter: 'input[0].type'."),
        item(
            "{\"role\":\"tool\",\"content\":\"hi\"}",
            "input[0].role",
            "invalid_value",
            "Invalid value: 'tool'. Supported values are: 'assistant', 'system', 'developer', and"
                + " 'user'."),
        item(
            "{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}",
            "input[0].content[0].type",
            "missing_required_parameter",
            "Missing required parameter: 'input[0].content[0].type'."),
        item(
            "{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":{\"url\":\"x\"}}]}",
            "input[0].content[0].image_url",
            "invalid_type",
            "Invalid type for 'input[0].content[0].image_url': expected a string, but got an object"
                + " instead."),
        item(
            "{\"type\":\"function_call_output\",\"output\":\"42\"}",
            "input[0].call_id",
            "missing_required_parameter",
            "Missing required parameter: 'input[0].call_id'."),
        item(
            "{\"type\":\"function_call\",\"call_id\":\"c\",\"arguments\":\"{}\"}",
            "input[0].name",
            "missing_required_parameter",
            "Missing required parameter: 'input[0].name'."));
  }

  private static List<Bad> tools() {
    return List.of(
        with(
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
            "tools[0].name",
            "missing_required_parameter",
            "Missing required parameter: 'tools[0].name'."),
        with(
            "\"tool_choice\":\"always\"",
            "tool_choice",
            "invalid_value",
            "Invalid value: 'always'. Supported values are: 'none', 'auto', and 'required'."));
  }

  private static Bad with(String more, String param, String code, String message) {
    return new Bad("{\"model\":\"m\",\"input\":\"hi\"," + more + '}', param, code, message);
  }

  private static Bad item(String item, String param, String code, String message) {
    return new Bad("{\"model\":\"m\",\"input\":[" + item + "]}", param, code, message);
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldSayWhatIsWrongAndWhere(Bad bad) {
    // When
    ReadRequest read = DIALECT.read(bad.body().getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(read).isInstanceOf(ReadRequest.Refused.class);
    ErrorReply reply =
        DIALECT.refusal((ReadRequest.Refused) read, new ReplyContext("req-1", "m", 1, false));
    JsonNode error = parse(reply.body()).path("error");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(error.path("message").asText()).isEqualTo(bad.message());
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("param").textValue()).isEqualTo(bad.param());
    assertThat(error.path("code").textValue()).isEqualTo(bad.code());
  }
}
