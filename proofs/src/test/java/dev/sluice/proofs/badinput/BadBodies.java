package dev.sluice.proofs.badinput;

import static dev.sluice.proofs.badinput.BadRequest.body;
import static dev.sluice.proofs.badinput.BadRequest.field;
import static dev.sluice.proofs.badinput.BadRequest.large;
import static dev.sluice.proofs.badinput.BadRequest.messages;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Bad requests whose fault is in the body. */
final class BadBodies {
  private static final String TYPE = "invalid_type";
  private static final String MISSING = "missing_required_parameter";
  private static final String VALUE = "invalid_value";
  private static final String JSON_EXPECTED = "expects a JSON object";
  private static final int OVER_THE_LIMIT = 4_200_000;

  private BadBodies() {}

  static List<BadRequest> all() {
    return Stream.of(json(), inMessages(), fields()).flatMap(List::stream).toList();
  }

  private static List<BadRequest> json() {
    return List.of(
        body("no body", "", null, null, "could not parse the JSON body", JSON_EXPECTED),
        body("no JSON", "model=assistant", null, null, "could not parse", JSON_EXPECTED),
        body("an array", "[]", null, null, "could not parse", JSON_EXPECTED),
        body(
            "cut short",
            "{\"model\":\"assi",
            null,
            null,
            "parse",
            JSON_EXPECTED,
            "line 1, column 1"),
        body(
            "open object",
            "{\"model\":\"assistant\"",
            null,
            null,
            "parse",
            JSON_EXPECTED,
            "line 1"),
        body(
            "broken in line 3",
            "{\n\"model\":\"assistant\",\n\"messages\":oops}",
            null,
            null,
            "parse",
            JSON_EXPECTED,
            "line 3, column "),
        body("two objects", "{}{}", null, null, "parse", JSON_EXPECTED, "line 1"),
        body(
            "single quotes", "{'model':'assistant'}", null, null, "parse", JSON_EXPECTED, "line 1"),
        body("UTF-16", "", null, null, "parse", JSON_EXPECTED)
            .of("{\"model\":\"assistant\"}".getBytes(StandardCharsets.UTF_16LE)),
        body("no UTF-8", "", null, null, "parse", JSON_EXPECTED, "line 1").of(latin()),
        body(
            "nested too deep",
            "{\"x\":" + "[".repeat(600) + "]".repeat(600) + '}',
            null,
            null,
            "parse",
            JSON_EXPECTED,
            "500 levels"),
        body(
                "too large",
                "",
                "request_too_large",
                null,
                "larger than the limit of 4000000 bytes",
                "Send a smaller one",
                "server.body_limit")
            .of(large(OVER_THE_LIMIT))
            .with(413),
        body(
                "too large in chunks",
                "",
                "request_too_large",
                null,
                "larger than the limit of 4000000 bytes",
                "Send a smaller one")
            .of(large(OVER_THE_LIMIT))
            .inChunks()
            .with(413));
  }

  private static byte[] latin() {
    return "{\"model\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<BadRequest> inMessages() {
    return List.of(
        body(
            "no messages",
            "{\"model\":\"assistant\"}",
            MISSING,
            "messages",
            "Missing required parameter",
            "'messages'"),
        messages(
            "number as messages",
            "3",
            TYPE,
            "messages",
            "'messages'",
            "expected an array of objects",
            "got an integer"),
        messages(
            "no message",
            "[]",
            "empty_array",
            "messages",
            "'messages'",
            "empty array",
            "minimum length 1"),
        messages(
            "number as message", "[3]", TYPE, "messages[0]", "'messages[0]'", "expected an object"),
        messages(
            "second message wrong",
            "[{\"role\":\"user\",\"content\":\"x\"},\"y\"]",
            TYPE,
            "messages[1]",
            "'messages[1]'",
            "expected an object"),
        messages(
            "no role",
            "[{\"content\":\"x\"}]",
            MISSING,
            "messages[0].role",
            "Missing",
            "'messages[0].role'"),
        messages(
            "unknown role",
            "[{\"role\":\"king\",\"content\":\"x\"}]",
            VALUE,
            "messages[0].role",
            "'king'",
            "Supported values are",
            "'user'"),
        messages(
            "number as role",
            "[{\"role\":1,\"content\":\"x\"}]",
            TYPE,
            "messages[0].role",
            "'messages[0].role'",
            "expected a string"),
        messages(
            "no content",
            "[{\"role\":\"user\"}]",
            MISSING,
            "messages[0].content",
            "Missing",
            "'messages[0].content'"),
        messages(
            "number as content",
            "[{\"role\":\"user\",\"content\":5}]",
            TYPE,
            "messages[0].content",
            "'messages[0].content'",
            "expected one of a string or array of objects"),
        messages(
            "null as content",
            "[{\"role\":\"user\",\"content\":null}]",
            null,
            "messages[0].content",
            "'content'",
            "expected a string",
            "got null"),
        messages(
            "number as part",
            "[{\"role\":\"user\",\"content\":[7]}]",
            TYPE,
            "messages[0].content[0]",
            "'messages[0].content[0]'",
            "expected an object"),
        messages(
            "part without type",
            "[{\"role\":\"user\",\"content\":[{}]}]",
            MISSING,
            "messages[0].content[0].type",
            "Missing",
            "'messages[0].content[0].type'"),
        messages(
            "image that is no object",
            "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":\"u\"}]}]",
            TYPE,
            "messages[0].content[0].image_url",
            "image_url'",
            "expected an object"),
        messages(
            "tool message of no call",
            "[{\"role\":\"tool\",\"content\":\"x\"}]",
            MISSING,
            "messages[0].tool_call_id",
            "Missing",
            "'messages[0].tool_call_id'"),
        messages(
            "tool calls that are none",
            "[{\"role\":\"assistant\",\"tool_calls\":4}]",
            TYPE,
            "messages[0].tool_calls",
            "tool_calls'",
            "expected an array of objects"));
  }

  private static List<BadRequest> fields() {
    return List.of(
        field(
            "text as temperature",
            "\"temperature\":\"hot\"",
            TYPE,
            "temperature",
            "'temperature'",
            "expected a decimal",
            "got a string"),
        field(
            "endless temperature",
            "\"temperature\":1e999",
            VALUE,
            "temperature",
            "'temperature'",
            "out of range",
            "Expected a smaller one"),
        field(
            "text as limit",
            "\"max_tokens\":\"9\"",
            TYPE,
            "max_tokens",
            "'max_tokens'",
            "expected an integer",
            "got a string"),
        field(
            "no tokens",
            "\"max_tokens\":0",
            "integer_below_min_value",
            "max_tokens",
            "'max_tokens'",
            "Expected a value >= 1",
            "got 0"),
        field(
            "half a token",
            "\"max_completion_tokens\":1.5",
            TYPE,
            "max_completion_tokens",
            "'max_completion_tokens'",
            "expected an integer",
            "got a decimal"),
        field(
            "endless tokens",
            "\"max_tokens\":99999999999999999999",
            VALUE,
            "max_tokens",
            "'max_tokens'",
            "out of range",
            "Expected a smaller one"),
        field(
            "no choices",
            "\"n\":0",
            "integer_below_min_value",
            "n",
            "'n'",
            "Expected a value >= 1"),
        field(
            "too many choices",
            "\"n\":99999999999",
            VALUE,
            "n",
            "'n'",
            "out of range",
            "Expected a smaller one"),
        field(
            "text as flag",
            "\"stream\":\"yes\"",
            TYPE,
            "stream",
            "'stream'",
            "expected a boolean",
            "got a string"),
        field(
            "stream options",
            "\"stream_options\":5",
            TYPE,
            "stream_options",
            "'stream_options'",
            "expected an object"),
        field(
            "stream option",
            "\"stream_options\":{\"include_usage\":1}",
            TYPE,
            "stream_options.include_usage",
            "include_usage'",
            "expected a boolean"),
        field(
            "stop",
            "\"stop\":5",
            TYPE,
            "stop",
            "'stop'",
            "expected one of a string or array of strings"),
        field(
            "tools",
            "\"tools\":{}",
            TYPE,
            "tools",
            "'tools'",
            "expected an array of objects",
            "got an object"),
        field(
            "nameless tool",
            "\"tools\":[{\"type\":\"function\",\"function\":{}}]",
            MISSING,
            "tools[0].function.name",
            "Missing",
            "'tools[0].function.name'"),
        field(
            "tool choice",
            "\"tool_choice\":\"any\"",
            VALUE,
            "tool_choice",
            "'any'",
            "Supported values are"),
        field(
            "schema format without schema",
            "\"response_format\":{\"type\":\"json_schema\"}",
            MISSING,
            "response_format.json_schema",
            "Missing",
            "'response_format.json_schema'"),
        field("metadata", "\"metadata\":[]", TYPE, "metadata", "'metadata'", "expected an object"),
        field("user", "\"user\":5", TYPE, "user", "'user'", "expected a string"),
        field(
            "endless user",
            "\"user\":\"" + "u".repeat(257) + '"',
            VALUE,
            "user",
            "'user'",
            "at most 256 characters"),
        field(
            "feature that can be no tag",
            "\"metadata\":{\"feature\":\"a,team:b\"}",
            VALUE,
            "metadata.feature",
            "'metadata.feature'",
            "only letters, digits"),
        field(
            "number as team",
            "\"metadata\":{\"team\":7}",
            VALUE,
            "metadata.team",
            "'metadata.team'",
            "expected a text"),
        field(
            "modalities",
            "\"modalities\":\"text\"",
            TYPE,
            "modalities",
            "'modalities'",
            "expected an array of strings"),
        field(
            "logit bias",
            "\"logit_bias\":3",
            TYPE,
            "logit_bias",
            "'logit_bias'",
            "expected an object"));
  }
}
