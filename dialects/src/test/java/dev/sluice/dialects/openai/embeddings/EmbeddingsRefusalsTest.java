package dev.sluice.dialects.openai.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of a request for embeddings that cannot be read. */
final class EmbeddingsRefusalsTest {
  private static final String TYPE = "Invalid type for '%s': expected %s, but got %s instead.";
  private static final String ANY = "a string, or an array of strings, integers or arrays of them";
  private static final String MODEL = "{\"model\":\"m\",";
  private static final String INPUT = "{\"model\":\"m\",\"input\":\"hi\",";

  private final EmbeddingsCaller dialect = new EmbeddingsCaller();

  static Stream<Arguments> bodies() {
    String many = String.join(",", Collections.nCopies(2049, "\"a\""));
    return Stream.of(
        bad("{\"input\":\"hi\"}", null, null, "you must provide a model parameter"),
        bad(
            "{\"input\":\"hi\",\"model\":7}",
            "model",
            "invalid_type",
            type("model", "a string", "an integer")),
        bad(
            "{\"input\":\"hi\",\"model\":null}",
            "model",
            "invalid_type",
            type("model", "a string", "null")),
        bad(
            "{\"model\":\"m\"}",
            "input",
            "missing_required_parameter",
            "Missing required parameter: 'input'."),
        bad(MODEL + "\"input\":null}", "input", "invalid_type", type("input", ANY, "null")),
        bad(MODEL + "\"input\":{}}", "input", "invalid_type", type("input", ANY, "an object")),
        bad(MODEL + "\"input\":true}", "input", "invalid_type", type("input", ANY, "a boolean")),
        bad(MODEL + "\"input\":12}", "input", "invalid_type", type("input", ANY, "an integer")),
        bad(
            MODEL + "\"input\":\"\"}",
            "input",
            "empty_string",
            "Invalid 'input': empty string. Expected a string with minimum length 1, but got an empty string instead."),
        bad(
            MODEL + "\"input\":[\"a\",\"\"]}",
            "input[1]",
            "empty_string",
            "Invalid 'input[1]': empty string. Expected a string with minimum length 1, but got an empty string instead."),
        bad(
            MODEL + "\"input\":[]}",
            "input",
            "empty_array",
            "Invalid 'input': empty array. Expected an array with minimum length 1, but got an empty array instead."),
        bad(
            MODEL + "\"input\":[[1],[]]}",
            "input[1]",
            "empty_array",
            "Invalid 'input[1]': empty array. Expected an array with minimum length 1, but got an empty array instead."),
        bad(
            MODEL + "\"input\":[\"a\",1]}",
            "input[1]",
            "invalid_type",
            type("input[1]", "a string", "an integer")),
        bad(
            MODEL + "\"input\":[1,\"a\"]}",
            "input[1]",
            "invalid_type",
            type("input[1]", "an integer", "a string")),
        bad(
            MODEL + "\"input\":[1,2.5]}",
            "input[1]",
            "invalid_type",
            type("input[1]", "an integer", "a decimal")),
        bad(
            MODEL + "\"input\":[1,-2]}",
            "input[1]",
            "integer_below_min_value",
            "Invalid 'input[1]': integer below minimum value. Expected a value >= 0, but got -2 instead."),
        bad(
            MODEL + "\"input\":[[1,9999999999]]}",
            "input[0][1]",
            "invalid_value",
            "Invalid 'input[0][1]': number out of range. Expected a smaller one."),
        bad(
            MODEL + "\"input\":[[1,[2]]]}",
            "input[0][1]",
            "invalid_type",
            type("input[0][1]", "an integer", "an array")),
        bad(
            MODEL + "\"input\":[[1],\"a\"]}",
            "input[1]",
            "invalid_type",
            type("input[1]", "an array of integers", "a string")),
        bad(
            MODEL + "\"input\":[{\"text\":\"a\"}]}",
            "input[0]",
            "invalid_type",
            type("input[0]", ANY, "an object")),
        bad(
            MODEL + "\"input\":[" + many + "]}",
            "input",
            "array_above_max_length",
            "Invalid 'input': array too long. Expected an array with maximum length 2048, but got an array with length 2049 instead."),
        bad(
            INPUT + "\"encoding_format\":\"int8\"}",
            "encoding_format",
            "invalid_value",
            "Invalid value: 'int8'. Supported values are: 'float' and 'base64'."),
        bad(
            INPUT + "\"encoding_format\":1}",
            "encoding_format",
            "invalid_type",
            type("encoding_format", "a string", "an integer")),
        bad(
            INPUT + "\"dimensions\":0}",
            "dimensions",
            "integer_below_min_value",
            "Invalid 'dimensions': integer below minimum value. Expected a value >= 1, but got 0 instead."),
        bad(
            INPUT + "\"dimensions\":\"256\"}",
            "dimensions",
            "invalid_type",
            type("dimensions", "an integer", "a string")),
        bad(
            INPUT + "\"dimensions\":99999999999999999999}",
            "dimensions",
            "invalid_value",
            "Invalid 'dimensions': number out of range. Expected a smaller one."),
        bad(INPUT + "\"user\":{}}", "user", "invalid_type", type("user", "a string", "an object")));
  }

  private static String type(String param, String expected, String actual) {
    return TYPE.formatted(param, expected, actual);
  }

  private static Arguments bad(
      String body, @Nullable String param, @Nullable String code, String message) {
    return Arguments.of(body, param, code, message);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void shouldTellWhatIsWrong(
      String body, @Nullable String param, @Nullable String code, String message) {
    ErrorReply reply = refusal(body);

    assertThat(reply.status()).isEqualTo(400);
    JsonNode error = JsonAssert.parse(reply.body()).path("error");
    assertThat(error.path("message").asText()).isEqualTo(message);
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("param").textValue()).isEqualTo(param);
    assertThat(error.path("code").textValue()).isEqualTo(code);
    assertThat(error.size()).isEqualTo(4);
  }

  @Test
  void shouldTellWhereTheBodyStopsBeingJson() {
    JsonNode error = JsonAssert.parse(refusal("{\"model\":").body()).path("error");

    assertThat(error.path("message").asText())
        .startsWith("We could not parse the JSON body of your request.");
  }

  private ErrorReply refusal(String body) {
    var refused = (ReadRequest.Refused) dialect.read(body.getBytes(StandardCharsets.UTF_8));
    return dialect.refusal(refused, new ReplyContext("req", "m", 1, false));
  }
}
