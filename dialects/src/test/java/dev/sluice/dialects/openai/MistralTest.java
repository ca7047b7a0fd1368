package dev.sluice.dialects.openai;

import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.schemas.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is particular to Mistral, by its quirks and its recorded answers. */
final class MistralTest {
  private static final OpenAiDialect DIALECT = new OpenAiDialect();
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();
  private static final CanonicalCodec CODEC = new CanonicalCodec();

  static Stream<Exchange> answers() {
    return Recordings.of("mistral-chat").stream().filter(exchange -> exchange.status() < 300);
  }

  /** Text, thinking and arguments of an answer as Mistral wrote it. */
  private static final class Meaning {
    final StringBuilder text = new StringBuilder();
    final StringBuilder thinking = new StringBuilder();
    final StringBuilder arguments = new StringBuilder();

    void message(JsonNode message) {
      JsonNode content = message.path("content");
      text.append(content.asText(""));
      for (JsonNode chunk : content) {
        text.append(chunk.path("text").asText(""));
        chunk.path("thinking").forEach(thought -> thinking.append(thought.path("text").asText()));
      }
      for (JsonNode call : message.path("tool_calls")) {
        arguments.append(call.at("/function/arguments").asText());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void shouldGiveACallerOfAnthropicWhatItMeans(Exchange exchange) {
    var meaning = new Meaning();
    var told = new Meaning();
    if (exchange.streamed()) {
      for (SseEvent event : new SseParser(1 << 20).feed(exchange.body())) {
        if (!event.is("[DONE]")) {
          meaning.message(parse(event.data()).at("/choices/0/delta"));
        }
      }
      stream(exchange, told);
    } else {
      meaning.message(exchange.reply().at("/choices/0/message"));
      whole(exchange, told);
    }

    assertThat(told.text).hasToString(meaning.text.toString());
    assertThat(told.thinking).hasToString(meaning.thinking.toString());
    if (!meaning.arguments.isEmpty()) {
      assertThat(parse(told.arguments.toString())).isEqualTo(parse(meaning.arguments.toString()));
    }
  }

  private static void whole(Exchange exchange, Meaning told) {
    var call = new ProviderCall("any", "mistral", null, false);
    var reply = DIALECT.reply(call, exchange.status(), exchange.headers(), exchange.body());
    var canonical = CODEC.reply(CODEC.encode(((ProviderReply.Succeeded) reply).reply()));
    for (JsonNode block : parse(ANTHROPIC.reply(canonical, context())).path("content")) {
      told.text.append(block.path("text").asText(""));
      told.thinking.append(block.path("thinking").asText(""));
      told.arguments.append(block.has("input") ? block.path("input").toString() : "");
    }
  }

  private static void stream(Exchange exchange, Meaning told) {
    StreamReader reader = DIALECT.stream(new ProviderCall("any", "mistral", null, true));
    StreamWriter writer = ANTHROPIC.stream(context());
    for (SseEvent event : new SseParser(1 << 20).feed(exchange.body())) {
      for (SseEvent written : writer.write(CODEC.events(CODEC.encode(reader.read(event))))) {
        JsonNode delta = parse(written.data()).path("delta");
        told.text.append(delta.path("text").asText(""));
        told.thinking.append(delta.path("thinking").asText(""));
        told.arguments.append(delta.path("partial_json").asText(""));
      }
    }
    assertThat(reader.finished()).isTrue();
    assertThat(reader.usage()).isPresent();
  }

  private static ReplyContext context() {
    return new ReplyContext("req-1", "public-model", 1, true);
  }

  private static WrittenRequest written(ClientDialect client, String body) {
    var read = (ReadRequest.Parsed) client.read(body.getBytes(StandardCharsets.UTF_8));
    return DIALECT.request(read.request(), new ProviderCall("m", "mistral", null, read.stream()));
  }

  @Test
  void shouldKeepCallsAndResultsTogetherUnderIdsOfItsForm() {
    String body =
        """
        {"model":"a","messages":[{"role":"user","content":"Hi"},
         {"role":"assistant","content":null,"tool_calls":[
          {"id":"call_abc","type":"function","function":{"name":"f","arguments":"{}"}},
          {"id":"VzeppoSaq","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"VzeppoSaq","content":"2"},
         {"role":"tool","tool_call_id":"call_abc","content":"1"}]}\
        """;

    JsonNode messages = parse(written(DIALECT, body).body()).path("messages");

    String made = messages.at("/1/tool_calls/0/id").asText();
    assertThat(made).matches("[0-9A-Za-z]{9}");
    assertThat(messages.at("/3/tool_call_id").asText()).isEqualTo(made);
    assertThat(messages.at("/1/tool_calls/1/id").asText()).isEqualTo("VzeppoSaq");
    assertThat(messages.at("/2/tool_call_id").asText()).isEqualTo("VzeppoSaq");
  }

  @Test
  void shouldLetTheAssistantSpeakBetweenAResultAndTheUser() {
    String body =
        """
        {"model":"a","max_tokens":9,"messages":[{"role":"user","content":"Hi"},
         {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},
         {"role":"user","content":[
          {"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":
           {"type":"base64","media_type":"image/png","data":"AA=="}}]},
          {"type":"text","text":"And?"}]}]}\
        """;

    JsonNode messages = parse(written(ANTHROPIC, body).body()).path("messages");

    assertThat(messages.findValuesAsText("role"))
        .containsExactly("user", "assistant", "tool", "assistant", "user");
    assertThat(messages.at("/3/content").asText()).isEqualTo("Understood.");
    assertThat(messages.at("/4/content/0/type").asText()).isEqualTo("image_url");
    assertThat(messages.at("/4/content/1/text").asText()).isEqualTo("And?");
  }

  @Test
  void shouldMoveToTheBeginningWhatTheSystemSaysLater() {
    String body =
        """
        {"model":"a","messages":[{"role":"system","content":"One"},{"role":"user","content":"Hi"},
         {"role":"assistant","content":"Hello"},{"role":"system","content":"Two"},
         {"role":"user","content":"And?"}]}\
        """;

    JsonNode messages = parse(written(DIALECT, body).body()).path("messages");

    assertThat(messages.findValuesAsText("role"))
        .containsExactly("system", "system", "user", "assistant", "user");
    assertThat(messages.findValuesAsText("content"))
        .containsExactly("One", "Two", "Hi", "Hello", "And?");
  }

  @Test
  void shouldSayInItsWordsWhatItKnowsAndLeaveOutTheRest() {
    String body =
        """
        {"model":"a","messages":[{"role":"user","content":"Hi","name":"me"}],"seed":7,"user":"u",
         "logprobs":null,"top_logprobs":2,"store":true,"safe_prompt":true,"metadata":{"a":"b"},
         "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
         "tool_choice":"required"}\
        """;

    WrittenRequest written = written(DIALECT, body);

    assertThat(parse(written.body()).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "model", "messages", "random_seed", "safe_prompt", "tools", "tool_choice");
    assertThat(parse(written.body()).path("tool_choice").asText()).isEqualTo("any");
    assertThat(parse(written.body()).at("/messages/0").has("name")).isFalse();
    assertThat(written.dropped())
        .containsExactlyInAnyOrder("name", "user", "top_logprobs", "store", "metadata");
  }

  @Test
  void shouldMarkAnAnswerThatIsToBeGoneOnWith() {
    String body =
        """
        {"model":"a","max_tokens":5,"messages":[{"role":"user","content":"Count."},
         {"role":"assistant","content":"One, two,"}]}\
        """;

    JsonNode messages = parse(written(ANTHROPIC, body).body()).path("messages");

    assertThat(messages.at("/1/prefix").asBoolean()).isTrue();
    assertThat(messages.path(0).has("prefix")).isFalse();
  }

  @Test
  void shouldNotGoOnWithAnAnswerThatTheSystemSpokeAfter() {
    String body =
        """
        {"model":"a","messages":[{"role":"user","content":"Hi"},
         {"role":"assistant","content":"Hello"},{"role":"system","content":"Now in French"}]}\
        """;

    JsonNode messages = parse(written(DIALECT, body).body()).path("messages");

    assertThat(messages.findValuesAsText("role")).containsExactly("system", "user", "assistant");
    assertThat(messages.findValues("prefix")).isEmpty();
  }

  @Test
  void shouldKeepReferencesBesideTheText() {
    String body =
        """
        {"id":"x","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":[
         {"type":"text","text":"So it "},{"type":"reference","reference_ids":[1]},
         {"type":"text","text":"is."}]}}]}\
        """;
    var call = new ProviderCall("m", "mistral", null, false);
    var reply = DIALECT.reply(call, 200, Map.of(), body.getBytes(StandardCharsets.UTF_8));

    JsonNode message =
        parse(DIALECT.reply(((ProviderReply.Succeeded) reply).reply(), context()))
            .at("/choices/0/message");

    assertThat(message.path("content").asText()).isEqualTo("So it is.");
    assertThat(message.path("references"))
        .isEqualTo(parse("[{\"type\":\"reference\",\"reference_ids\":[1]}]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "422|{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"x\"],\"msg\":\"Extra\"}]}|INVALID_REQUEST|Extra: [\"body\",\"x\"]",
        "422|{\"object\":\"error\",\"message\":{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Extra\"}]},\"type\":\"invalid_request_error\",\"code\":null}|INVALID_REQUEST|Extra: [\"body\"]",
        "400|{\"object\":\"error\",\"message\":\"Invalid model: x\",\"type\":\"invalid_model\",\"code\":\"1500\"}|PROVIDER_NOT_FOUND|Invalid model: x",
        "429|{\"object\":\"error\",\"message\":\"Requests rate limit exceeded\",\"type\":\"rate_limited\",\"code\":\"1300\"}|PROVIDER_RATE_LIMITED|Requests rate limit exceeded",
        "500|{\"detail\":{}}|PROVIDER_ERROR|The provider answered with status 500."
      })
  void shouldReadItsErrors(int status, String body, ErrorKind kind, String message) {
    ProviderFailure failure =
        DIALECT.failure(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.info().getMessage()).isEqualTo(message);
  }
}
