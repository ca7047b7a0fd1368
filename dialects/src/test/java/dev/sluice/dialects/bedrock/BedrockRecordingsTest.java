package dev.sluice.dialects.bedrock;

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
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded exchanges with Converse, as callers of OpenAI's and Anthropic's dialect have them. */
final class BedrockRecordingsTest {
  private static final BedrockDialect DIALECT = new BedrockDialect();
  private static final OpenAiDialect OPENAI = new OpenAiDialect();
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();
  private static final CanonicalCodec CODEC = new CanonicalCodec();

  private static Stream<Exchange> all() {
    return Stream.concat(
        Recordings.of("bedrock-converse").stream(),
        Recordings.of("bedrock-converse-stream").stream());
  }

  static Stream<Exchange> wholeReplies() {
    return all().filter(e -> e.status() < 300 && !e.streamed());
  }

  static Stream<Exchange> streams() {
    return all().filter(Exchange::streamed);
  }

  static Stream<Exchange> errors() {
    return all().filter(e -> e.status() >= 400);
  }

  static Stream<Exchange> ofAnthropicsOwn() {
    return Recordings.of("bedrock-invoke-stream").stream();
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveTheMeaningOfTheReply(Exchange exchange) {
    // Given
    JsonNode content = exchange.reply().at("/output/message/content");
    String text = joined(content, "/text");
    String reasoning = joined(content, "/reasoningContent/reasoningText/text");
    List<JsonNode> calls = content.findValues("toolUse");
    String stop = exchange.reply().path("stopReason").asText();

    // When
    CanonicalReply reply = CODEC.reply(CODEC.encode(reply(exchange)));
    JsonNode openai = parse(OPENAI.reply(reply, context()));
    JsonNode anthropic = parse(ANTHROPIC.reply(reply, context()));

    // Then
    JsonNode message = openai.at("/choices/0/message");
    assertThat(message.path("content").asText("").replaceAll("^null$", "")).isEqualTo(text);
    assertThat(message.path("reasoning_content").asText("")).isEqualTo(reasoning);
    assertThat(message.path("tool_calls").size()).isEqualTo(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      JsonNode call = message.path("tool_calls").path(i);
      assertThat(call.path("id")).isEqualTo(calls.get(i).path("toolUseId"));
      assertThat(call.at("/function/name")).isEqualTo(calls.get(i).path("name"));
      assertThat(parse(call.at("/function/arguments").asText()))
          .isEqualTo(calls.get(i).path("input"));
    }
    assertThat(openai.at("/choices/0/finish_reason").asText()).isEqualTo(finish(stop));
    checkOpenAiUsage(exchange.reply().path("usage"), openai.path("usage"));
    assertThat(joined(anthropic.path("content"), "/text")).isEqualTo(text);
    assertThat(joined(anthropic.path("content"), "/thinking")).isEqualTo(reasoning);
    assertThat(anthropic.path("stop_reason").asText()).isEqualTo(stop);
    checkUsage(exchange.reply().path("usage"), reply.getUsage());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveTheMeaningOfTheStream(Exchange exchange) {
    // Given
    JsonNode events = exchange.document().at("/response/body_events");
    String text = joined(events, "/payload/delta/text");
    String input = joined(events, "/payload/delta/toolUse/input");
    List<String> hidden = new ArrayList<>();
    JsonNode usage = parse("{}");
    String stop = "";
    for (JsonNode event : events) {
      JsonNode data = event.at("/payload/delta/reasoningContent/redactedContent");
      if (data.isTextual()) {
        byte[] bytes = Base64.getDecoder().decode(data.asText());
        hidden.add(new String(bytes, StandardCharsets.UTF_8));
      }
      usage = event.at("/payload/usage").isObject() ? event.at("/payload/usage") : usage;
      stop = event.at("/payload/stopReason").asText(stop);
    }

    // When
    StreamReader reader = DIALECT.stream(call(exchange));
    var openai = new ChunkFold();
    for (SseEvent event : written(exchange, OPENAI, reader)) {
      if (!event.is("[DONE]")) {
        openai.add(parse(event.data()));
      }
    }
    List<JsonNode> anthropic =
        written(exchange, ANTHROPIC, DIALECT.stream(call(exchange))).stream()
            .map(event -> parse(event.data()))
            .toList();

    // Then
    assertThat(reader.closed()).isTrue();
    assertThat(reader.failure()).isEmpty();
    checkUsage(usage, reader.usage().orElse(null));
    assertThat(openai.message().path("content").asText("")).isEqualTo(text);
    assertThat(openai.message().at("/tool_calls/0/function/arguments").asText("")).isEqualTo(input);
    assertThat(openai.message().path("thinking_blocks").findValuesAsText("data")).isEqualTo(hidden);
    assertThat(openai.finish()).isEqualTo(finish(stop));
    checkOpenAiUsage(usage, openai.usage());
    assertThat(joinedAll(anthropic, "/delta/text")).isEqualTo(text);
    assertThat(joinedAll(anthropic, "/delta/partial_json")).isEqualTo(input);
    assertThat(
            anthropic.stream()
                .map(event -> event.at("/content_block/data"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText))
        .containsExactlyElementsOf(hidden);
    assertThat(anthropic.get(anthropic.size() - 2).at("/delta/stop_reason").asText())
        .isEqualTo(stop.equals("guardrail_intervened") ? "refusal" : stop);
  }

  /** Hidden reasoning that a caller gives back is what came. */
  @ParameterizedTest
  @MethodSource("streams")
  void shouldTakeBackHiddenReasoning(Exchange exchange) {
    // Given
    JsonNode events = exchange.document().at("/response/body_events");
    List<String> hidden = events.findValuesAsText("redactedContent");
    ObjectNode asked = (ObjectNode) parse("{\"model\":\"m\",\"max_tokens\":9,\"messages\":[]}");
    asked.withArray("/messages").addObject().put("role", "user").put("content", "Hi");
    ObjectNode turn = asked.withArray("/messages").addObject().put("role", "assistant");
    for (SseEvent event : written(exchange, ANTHROPIC, DIALECT.stream(call(exchange)))) {
      JsonNode block = parse(event.data()).path("content_block");
      if (block.path("type").asText().equals("redacted_thinking")) {
        turn.withArray("/content").add(block);
      }
    }
    turn.withArray("/content").addObject().put("type", "text").put("text", "Hello");

    // When
    var parsed =
        (ReadRequest.Parsed) ANTHROPIC.read(asked.toString().getBytes(StandardCharsets.UTF_8));
    JsonNode sent = parse(DIALECT.request(parsed.request(), call(exchange)).body());

    // Then
    assertThat(sent.findValuesAsText("redactedContent")).isEqualTo(hidden);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldReadTheSameEventsHoweverTheBytesAreSplit(Exchange exchange) {
    // Given
    List<String> expected = new ArrayList<>();
    for (JsonNode event : exchange.document().at("/response/body_events")) {
      expected.add(event.at("/headers/:event-type").asText() + event.path("payload"));
    }
    var random = new Random(7);
    for (int round = 0; round < 20; round++) {
      // When
      List<String> read = new ArrayList<>();
      for (SseEvent event : events(exchange.body(), random)) {
        read.add(event.name() + parse(event.data()));
      }

      // Then
      assertThat(read).hasSameSizeAs(expected);
      for (int i = 0; i < read.size(); i++) {
        String type = Objects.requireNonNull(read.get(i));
        int json = type.indexOf('{');
        String wanted = expected.get(i);
        assertThat(type.substring(0, json)).isEqualTo(wanted.substring(0, wanted.indexOf('{')));
        assertSame(type, parse(wanted.substring(wanted.indexOf('{'))), parse(type.substring(json)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldTellWhatToDoAboutAnError(Exchange exchange) {
    // When
    ProviderFailure failure =
        DIALECT.failure(exchange.status(), exchange.headers(), exchange.body());

    // Then
    assertThat(failure.kind())
        .isEqualTo(
            switch (exchange.kind()) {
              case "error-429-throttling" -> ErrorKind.PROVIDER_RATE_LIMITED;
              case "error-400-invalid-request" -> ErrorKind.PROVIDER_NOT_FOUND; // no such model
              default -> throw new IllegalStateException(exchange.kind());
            });
    String message = exchange.reply().path("message").asText();
    assertThat(failure.info().getMessage()).isEqualTo(message);
    assertThat(failure.status()).isEqualTo(exchange.status());
    assertThat(parse(OPENAI.error(failure.info(), context()).body()).at("/error/message").asText())
        .isEqualTo(message);
    assertThat(
            parse(ANTHROPIC.error(failure.info(), context()).body()).at("/error/message").asText())
        .isEqualTo(message);
  }

  /** The events of InvokeModel are the model's own, one in each frame. */
  @ParameterizedTest
  @MethodSource("ofAnthropicsOwn")
  void shouldReadAnthropicsEventsOutOfFrames(Exchange exchange) {
    // Given
    JsonNode events = exchange.document().at("/response/body_events");
    var call = new ProviderCall("m", "anthropic", null, true);
    StreamReader reader = ANTHROPIC.stream(call);
    StreamWriter writer = OPENAI.stream(context());
    var openai = new ChunkFold();

    // When
    List<SseEvent> written = new ArrayList<>();
    for (SseEvent frame : events(exchange.body(), new Random(1))) {
      byte[] own = Base64.getDecoder().decode(parse(frame.data()).path("bytes").asText());
      written.addAll(writer.write(CODEC.events(CODEC.encode(reader.read(SseEvent.of(own))))));
    }
    written.addAll(writer.end(Map.of()));
    written.stream()
        .filter(event -> !event.is("[DONE]"))
        .forEach(event -> openai.add(parse(event.data())));

    // Then
    assertThat(reader.closed()).isTrue();
    assertThat(openai.message().path("content").asText())
        .isEqualTo(joined(events, "/payload_bytes_decoded/delta/text"));
    assertThat(
            openai.message().at("/tool_calls/0/function/arguments").asText()
                + openai.message().at("/tool_calls/1/function/arguments").asText())
        .isEqualTo(joined(events, "/payload_bytes_decoded/delta/partial_json"));
    assertThat(openai.finish()).isEqualTo("tool_calls");
    assertThat(openai.usage().path("prompt_tokens").asLong()).isEqualTo(392);
    assertThat(openai.usage().path("completion_tokens").asLong()).isEqualTo(133);
  }

  private static void checkUsage(JsonNode recorded, @Nullable TokenUsage usage) {
    Objects.requireNonNull(usage);
    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInput()).isEqualTo(recorded.path("inputTokens").asLong());
    assertThat(usage.getOutput()).isEqualTo(recorded.path("outputTokens").asLong());
    assertThat(usage.getCachedInput()).isEqualTo(count(recorded, "cacheReadInputTokens"));
    assertThat(usage.getCacheWrite()).isEqualTo(count(recorded, "cacheWriteInputTokens"));
    long all =
        usage.getInput()
            + usage.getOutput()
            + Objects.requireNonNullElse(usage.getCachedInput(), 0L)
            + Objects.requireNonNullElse(usage.getCacheWrite(), 0L);
    assertThat(all).isEqualTo(recorded.path("totalTokens").asLong());
    assertSame("raw", recorded, parse(usage.getRaw()));
  }

  private static @Nullable Long count(JsonNode recorded, String field) {
    return recorded.has(field) ? Long.valueOf(recorded.path(field).asLong()) : null;
  }

  private static void checkOpenAiUsage(JsonNode recorded, JsonNode usage) {
    long output = recorded.path("outputTokens").asLong();
    long total = recorded.path("totalTokens").asLong();
    assertThat(usage.path("prompt_tokens").asLong()).isEqualTo(total - output);
    assertThat(usage.path("completion_tokens").asLong()).isEqualTo(output);
    assertThat(usage.path("total_tokens").asLong()).isEqualTo(total);
  }

  private static String finish(String stop) {
    return switch (stop) {
      case "end_turn" -> "stop";
      case "tool_use" -> "tool_calls";
      case "guardrail_intervened" -> "content_filter";
      default -> throw new IllegalStateException(stop);
    };
  }

  private static String joined(JsonNode list, String pointer) {
    List<JsonNode> nodes = new ArrayList<>();
    list.forEach(nodes::add);
    return joinedAll(nodes, pointer);
  }

  private static String joinedAll(List<JsonNode> nodes, String pointer) {
    var joined = new StringBuilder();
    nodes.forEach(node -> joined.append(node.at(pointer).asText("")));
    return joined.toString();
  }

  private static ProviderCall call(Exchange exchange) {
    String model = exchange.document().path("model").asText();
    return new ProviderCall(model, "bedrock", null, exchange.name().contains("-stream__"));
  }

  private static CanonicalReply reply(Exchange exchange) {
    var reply =
        DIALECT.reply(call(exchange), exchange.status(), exchange.headers(), exchange.body());
    return ((ProviderReply.Succeeded) reply).reply();
  }

  private static List<SseEvent> written(
      Exchange exchange, ClientDialect client, StreamReader reader) {
    StreamWriter writer = client.stream(context());
    List<SseEvent> written = new ArrayList<>();
    for (SseEvent event : events(exchange.body(), new Random(3))) {
      written.addAll(writer.write(CODEC.events(CODEC.encode(reader.read(event)))));
    }
    written.addAll(writer.end(Map.of()));
    return written;
  }

  /** The events of a body that comes in pieces. */
  private static List<SseEvent> events(byte[] body, Random random) {
    StreamFraming framing = DIALECT.framing(1 << 20);
    List<SseEvent> events = new ArrayList<>();
    for (int from = 0; from < body.length; ) {
      int to = Math.min(body.length, from + 1 + random.nextInt(300));
      events.addAll(framing.feed(Arrays.copyOfRange(body, from, to)));
      from = to;
    }
    assertThat(framing.broken()).isEmpty();
    return events;
  }

  private static ReplyContext context() {
    return new ReplyContext("req-1", "public-model", 1_700_000_000L, true);
  }
}
