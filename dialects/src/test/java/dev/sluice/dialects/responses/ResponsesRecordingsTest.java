package dev.sluice.dialects.responses;

import static dev.sluice.dialects.JsonAssert.assertSame;
import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.ChunkFold;
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
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded responses, as callers of this and of other dialects get them. */
final class ResponsesRecordingsTest {
  private static final ResponsesDialect DIALECT = new ResponsesDialect();
  private static final OpenAiDialect OPENAI = new OpenAiDialect();
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();
  private static final CanonicalCodec CODEC = new CanonicalCodec();
  private static final ProviderCall CALL = new ProviderCall("any", "openai", null, false);

  private static Stream<Exchange> exchanges() {
    return Recordings.of("openai-responses").stream();
  }

  static Stream<Exchange> requests() {
    return exchanges().filter(exchange -> exchange.request().isObject());
  }

  static Stream<Exchange> wholeReplies() {
    return exchanges().filter(e -> e.status() < 300 && !e.streamed());
  }

  static Stream<Exchange> streams() {
    return exchanges().filter(Exchange::streamed);
  }

  static Stream<Exchange> errors() {
    return exchanges().filter(e -> e.status() >= 400);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldSendTheRequestAsItWasButForWhatIsKept(Exchange exchange) {
    var parsed =
        (ReadRequest.Parsed)
            DIALECT.read(exchange.request().toString().getBytes(StandardCharsets.UTF_8));
    var call = new ProviderCall(parsed.requestedModel(), "openai", null, parsed.stream());

    var written = DIALECT.request(CODEC.request(CODEC.encode(parsed.request())), call);

    assertThat(written.dropped()).isEmpty();
    ObjectNode expected = exchange.request().deepCopy();
    expected.put("store", false);
    if (expected.path("input").isTextual()) {
      String text = expected.path("input").asText();
      expected.putArray("input").addObject().put("role", "user").put("content", text);
    }
    assertSame(exchange.name(), expected, parse(written.body()));
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveTheReplyAsItWas(Exchange exchange) {
    CanonicalReply reply = CODEC.reply(CODEC.encode(reply(exchange)));

    assertSame(exchange.name(), exchange.reply(), parse(DIALECT.reply(reply, context())));
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveItsMeaningToCallersOfOtherDialects(Exchange exchange) {
    CanonicalReply reply = CODEC.reply(CODEC.encode(reply(exchange)));
    List<JsonNode> calls = OutputFold.items(exchange.reply(), "function_call");
    String text = OutputFold.text(exchange.reply());

    JsonNode choice = parse(OPENAI.reply(reply, context())).path("choices").path(0);
    assertThat(choice.path("message").path("content").asText("")).isEqualTo(text);
    assertThat(choice.path("message").path("tool_calls")).hasSameSizeAs(calls);
    for (int i = 0; i < calls.size(); i++) {
      JsonNode call = choice.path("message").path("tool_calls").path(i);
      assertThat(call.path("id")).isEqualTo(calls.get(i).path("call_id"));
      assertThat(call.at("/function/name")).isEqualTo(calls.get(i).path("name"));
      assertThat(call.at("/function/arguments")).isEqualTo(calls.get(i).path("arguments"));
    }
    assertThat(choice.path("finish_reason").asText())
        .isEqualTo(calls.isEmpty() ? "stop" : "tool_calls");

    JsonNode message = parse(ANTHROPIC.reply(reply, context()));
    assertThat(message.path("stop_reason").asText())
        .isEqualTo(calls.isEmpty() ? "end_turn" : "tool_use");
    assertThat(message.at("/usage/output_tokens"))
        .isEqualTo(exchange.reply().at("/usage/output_tokens"));
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldCountWhatIsBilled(Exchange exchange) {
    checkUsage(exchange.reply().path("usage"), reply(exchange).getUsage());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveTheStreamAsItWas(Exchange exchange) {
    List<SseEvent> recorded = events(exchange.body());

    List<SseEvent> written = written(exchange, DIALECT);

    assertThat(written).hasSameSizeAs(recorded);
    for (int i = 0; i < recorded.size(); i++) {
      ObjectNode expected = (ObjectNode) parse(recorded.get(i).data());
      expected.remove("obfuscation");
      assertThat(written.get(i).name()).isEqualTo(recorded.get(i).name());
      assertSame(exchange.name() + " event " + i, expected, parse(written.get(i).data()));
    }
    new OutputFold(written).response();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveTheMeaningOfTheStreamToCallersOfOtherDialects(Exchange exchange) {
    JsonNode response = new OutputFold(events(exchange.body())).response();
    List<JsonNode> calls = OutputFold.items(response, "function_call");
    List<JsonNode> thoughts = OutputFold.items(response, "reasoning");

    var chat = new ChunkFold();
    for (SseEvent event : written(exchange, OPENAI)) {
      if (!event.is("[DONE]")) {
        chat.add(parse(event.data()));
      }
    }
    assertThat(chat.message().path("content").asText("")).isEqualTo(OutputFold.text(response));
    assertThat(chat.message().path("tool_calls")).hasSameSizeAs(calls);
    for (int i = 0; i < calls.size(); i++) {
      JsonNode call = chat.message().path("tool_calls").path(i);
      assertThat(call.path("id")).isEqualTo(calls.get(i).path("call_id"));
      assertThat(call.at("/function/arguments")).isEqualTo(calls.get(i).path("arguments"));
    }
    assertThat(chat.usage().path("total_tokens")).isEqualTo(response.at("/usage/total_tokens"));
    var reasoning = new StringBuilder();
    thoughts.forEach(item -> {
      item.path("summary").forEach(part -> reasoning.append(part.path("text").asText()));
      item.path("content").forEach(part -> reasoning.append(part.path("text").asText()));
    });
    assertThat(chat.message().path("reasoning_content").asText(""))
        .hasToString(reasoning.toString());

    var proofs = new ArrayList<String>();
    for (SseEvent event : written(exchange, ANTHROPIC)) {
      JsonNode delta = parse(event.data()).path("delta");
      if (delta.path("type").asText().equals("signature_delta")) {
        proofs.add(delta.path("signature").asText());
      }
    }
    List<String> expected = new ArrayList<>();
    for (SseEvent event : events(exchange.body())) {
      JsonNode item = parse(event.data()).path("item");
      boolean done = "response.output_item.done".equals(event.name());
      if (done && item.has("encrypted_content")) {
        String encrypted = item.path("encrypted_content").asText();
        expected.add("openai:" + item.path("id").asText() + ':' + encrypted);
      }
    }
    assertThat(proofs).isEqualTo(expected);
    StreamReader reader = DIALECT.stream(CALL);
    events(exchange.body()).forEach(reader::read);
    assertThat(reader.closed()).isTrue();
    checkUsage(response.path("usage"), reader.usage().orElse(null));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldTellWhatToDoAboutAnError(Exchange exchange) {
    ProviderFailure failure =
        DIALECT.failure(exchange.status(), exchange.headers(), exchange.body());
    ErrorKind expected =
        switch (exchange.kind()) {
          case "error-400-context-length" -> ErrorKind.CONTEXT_LENGTH;
          case "error-400-invalid-request" -> ErrorKind.PROVIDER_NOT_FOUND;
          case "error-401-auth" -> ErrorKind.PROVIDER_AUTHENTICATION;
          case "error-429-quota" -> ErrorKind.PROVIDER_QUOTA;
          default -> throw new IllegalStateException(exchange.kind());
        };
    assertThat(failure.kind()).isEqualTo(expected);
    if (expected == ErrorKind.PROVIDER_AUTHENTICATION) {
      assertThat(failure.info().getBody()).isEmpty();
    } else {
      JsonNode told = parse(DIALECT.error(failure.info(), context()).body());
      assertSame(exchange.name(), exchange.reply(), told);
    }
  }

  private static void checkUsage(JsonNode recorded, @Nullable TokenUsage usage) {
    assertThat(usage).isNotNull();
    if (usage == null) {
      return;
    }
    long cached = recorded.at("/input_tokens_details/cached_tokens").asLong();
    JsonNode written = recorded.at("/input_tokens_details/cache_write_tokens");
    long reasoning = recorded.at("/output_tokens_details/reasoning_tokens").asLong();
    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getCachedInput()).isEqualTo(cached);
    assertThat(usage.getInput())
        .isEqualTo(recorded.path("input_tokens").asLong() - cached - written.asLong());
    assertThat(usage.getReasoning()).isEqualTo(reasoning);
    assertThat(usage.getOutput()).isEqualTo(recorded.path("output_tokens").asLong() - reasoning);
    assertSame("raw", recorded, parse(usage.getRaw()));
  }

  private static CanonicalReply reply(Exchange exchange) {
    var reply = DIALECT.reply(CALL, exchange.status(), exchange.headers(), exchange.body());
    return ((ProviderReply.Succeeded) reply).reply();
  }

  private static List<SseEvent> written(Exchange exchange, ClientDialect client) {
    StreamReader reader = DIALECT.stream(CALL);
    StreamWriter writer = client.stream(context());
    List<SseEvent> written = new ArrayList<>();
    for (SseEvent event : events(exchange.body())) {
      written.addAll(writer.write(CODEC.events(CODEC.encode(reader.read(event)))));
    }
    written.addAll(writer.end(Map.of()));
    return written;
  }

  private static List<SseEvent> events(byte[] body) {
    var parser = new SseParser(1 << 20);
    List<SseEvent> events = new ArrayList<>(parser.feed(body));
    events.addAll(parser.end());
    return events;
  }

  private static ReplyContext context() {
    return new ReplyContext("req-1", "public-model", 1_700_000_000L, true);
  }
}
