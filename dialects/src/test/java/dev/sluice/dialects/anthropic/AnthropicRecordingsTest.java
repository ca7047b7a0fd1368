package dev.sluice.dialects.anthropic;

import static dev.sluice.dialects.JsonAssert.assertSame;
import static dev.sluice.dialects.JsonAssert.assertSameAll;
import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.ChunkFold;
import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ErrorReply;
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
import dev.sluice.schemas.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded messages, as callers of both dialects get them. */
final class AnthropicRecordingsTest {
  private static final String API = "anthropic-messages";
  private static final AnthropicDialect DIALECT = new AnthropicDialect();
  private static final OpenAiDialect OPENAI = new OpenAiDialect();
  private static final CanonicalCodec CODEC = new CanonicalCodec();
  private static final ProviderCall CALL = new ProviderCall("any", "anthropic", null, false);

  static Stream<Exchange> requests() {
    return Recordings.of(API).stream().filter(exchange -> exchange.request().isObject());
  }

  static Stream<Exchange> wholeReplies() {
    return Recordings.of(API).stream().filter(e -> e.status() < 300 && !e.streamed());
  }

  static Stream<Exchange> streams() {
    return Recordings.of(API).stream().filter(Exchange::streamed);
  }

  static Stream<Exchange> errors() {
    return Recordings.of(API).stream().filter(e -> e.status() >= 400);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldSendTheRequestThatTheCallerSent(Exchange exchange) {
    var read = DIALECT.read(exchange.request().toString().getBytes(StandardCharsets.UTF_8));
    var parsed = (ReadRequest.Parsed) read;
    var call = new ProviderCall(parsed.requestedModel(), "anthropic", null, parsed.stream());
    var decoded = CODEC.request(CODEC.encode(parsed.request()));
    assertSame(exchange.name(), exchange.request(), parse(DIALECT.request(decoded, call).body()));
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveTheMessageThatTheProviderGave(Exchange exchange) {
    var decoded = CODEC.reply(CODEC.encode(reply(exchange).reply()));
    assertSame(exchange.name(), exchange.reply(), parse(DIALECT.reply(decoded, context())));
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveAnOpenAiCallerTheMeaningOfTheMessage(Exchange exchange) {
    JsonNode recorded = exchange.reply();
    JsonNode written = parse(OPENAI.reply(reply(exchange).reply(), context()));
    var expected = new OpenAiMeaning();
    for (JsonNode block : recorded.path("content")) {
      expected.block(block);
    }
    expected.stop(recorded.path("stop_reason").asText());
    expected.usage(recorded.path("usage"));
    JsonNode choice = written.path("choices").path(0);
    expected.check(choice.path("message"), choice.path("finish_reason").asText());
    expected.checkUsage(written.path("usage"));
    assertThat(written.path("object").asText()).isEqualTo("chat.completion");
    assertThat(written.path("model")).isEqualTo(recorded.path("model"));
    assertThat(written.path("id")).isEqualTo(recorded.path("id"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveTheEventsThatTheProviderGave(Exchange exchange) {
    List<JsonNode> expected = new ArrayList<>();
    List<SseEvent> recorded = events(exchange.body());
    for (SseEvent event : recorded) {
      if (!"ping".equals(event.name())) {
        expected.add(parse(event.data()));
      }
    }
    StreamReader reader = DIALECT.stream(CALL);
    StreamWriter writer = DIALECT.stream(context());
    List<SseEvent> written = new ArrayList<>();
    for (SseEvent event : recorded) {
      written.addAll(writer.write(CODEC.events(CODEC.encode(reader.read(event)))));
    }
    written.addAll(writer.end(Map.of()));
    assertSameAll(exchange.name(), expected, written.stream().map(e -> parse(e.data())).toList());
    for (SseEvent event : written) {
      assertThat(event.name()).isEqualTo(parse(event.data()).path("type").asText());
    }
    assertThat(reader.finished()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveAnOpenAiCallerTheMeaningOfTheStream(Exchange exchange) {
    StreamReader reader = DIALECT.stream(CALL);
    StreamWriter writer = OPENAI.stream(context());
    var expected = new OpenAiMeaning();
    var actual = new ChunkFold();
    List<SseEvent> written = new ArrayList<>();
    for (SseEvent event : events(exchange.body())) {
      expected.event(parse(event.data()));
      written.addAll(writer.write(CODEC.events(CODEC.encode(reader.read(event)))));
    }
    written.addAll(writer.end(Map.of()));
    assertThat(written.removeLast().text()).isEqualTo("[DONE]");
    written.forEach(event -> actual.add(parse(event.data())));
    expected.check(actual.message(), actual.finish());
    if (!exchange.kind().equals("stream-error")) {
      expected.checkUsage(actual.usage());
    } else {
      assertThat(actual.error().path("message").asText()).isEqualTo("Overloaded");
      assertThat(reader.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PROVIDER_OVERLOADED);
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldTellWhatToDoAboutAnError(Exchange exchange) {
    ProviderFailure failure =
        DIALECT.failure(exchange.status(), exchange.headers(), exchange.body());
    ErrorKind expected =
        switch (exchange.kind()) {
          case "error-400-context-length" -> ErrorKind.CONTEXT_LENGTH;
          case "error-400-invalid-request" -> ErrorKind.INVALID_REQUEST;
          case "error-404-model" -> ErrorKind.PROVIDER_NOT_FOUND;
          case "error-429-rate-limit" -> ErrorKind.PROVIDER_RATE_LIMITED;
          case "error-529-overloaded" -> ErrorKind.PROVIDER_OVERLOADED;
          default -> throw new IllegalStateException(exchange.kind());
        };
    assertThat(failure.kind()).isEqualTo(expected);
    ErrorReply own = DIALECT.error(failure.info(), context());
    assertThat(own.status()).isEqualTo(exchange.status());
    assertSame(exchange.name(), exchange.reply(), parse(own.body()));
    ErrorReply foreign = OPENAI.error(failure.info(), context());
    JsonNode error = parse(foreign.body()).path("error");
    assertThat(error.path("message")).isEqualTo(exchange.reply().path("error").path("message"));
    assertThat(error.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("message", "type", "param", "code");
  }

  private static ProviderReply.Succeeded reply(Exchange exchange) {
    return (ProviderReply.Succeeded)
        DIALECT.reply(CALL, exchange.status(), exchange.headers(), exchange.body());
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

  /** What the translation rules make of recorded blocks and events, worked out here anew. */
  private static final class OpenAiMeaning {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<String[]> calls = new ArrayList<>();
    private final List<String> proofs = new ArrayList<>();
    private final Map<Integer, JsonNode> open = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private int providerBlocks;
    private String finish = "";

    void block(JsonNode block) {
      switch (block.path("type").asText()) {
        case "text" -> text.append(block.path("text").asText());
        case "thinking" -> {
          reasoning.append(block.path("thinking").asText());
          proof(block.path("signature").asText());
        }
        case "redacted_thinking" -> proofs.add(block.path("data").asText());
        case "tool_use" -> call(block, block.path("input").toString());
        default -> providerBlocks++;
      }
    }

    private void proof(String signature) {
      if (!signature.isEmpty()) {
        proofs.add(signature);
      }
    }

    private void call(JsonNode block, String arguments) {
      calls.add(new String[] {block.path("id").asText(), block.path("name").asText(), arguments});
    }

    void event(JsonNode event) {
      JsonNode delta = event.path("delta");
      switch (event.path("type").asText()) {
        case "message_start" -> usage(event.path("message").path("usage"));
        case "content_block_start" -> {
          JsonNode block = event.path("content_block");
          open.put(event.path("index").asInt(), block);
          if (block.path("type").asText().equals("tool_use")) {
            call(block, "");
          } else {
            block(block);
          }
        }
        case "content_block_delta" -> {
          text.append(delta.path("text").asText());
          reasoning.append(delta.path("thinking").asText());
          proof(delta.path("signature").asText());
          JsonNode block = open.get(event.path("index").asInt());
          if (delta.has("partial_json")
              && block != null
              && block.path("type").asText().equals("tool_use")) {
            calls.getLast()[2] += delta.path("partial_json").asText();
          }
        }
        case "message_delta" -> {
          stop(delta.path("stop_reason").asText());
          usage(event.path("usage"));
        }
        default -> {}
      }
    }

    void stop(String reason) {
      finish =
          switch (reason) {
            case "max_tokens" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
          };
    }

    void usage(JsonNode usage) {
      for (Map.Entry<String, JsonNode> count : usage.properties()) {
        if (count.getValue().isNumber()) {
          counts.put(count.getKey(), count.getValue().asLong());
        }
      }
    }

    void check(JsonNode message, String actualFinish) {
      assertThat(message.path("role").asText()).isEqualTo("assistant");
      assertThat(message.path("content").asText(""))
          .isEqualTo(text.isEmpty() ? textOf(message) : text.toString());
      assertThat(message.path("reasoning_content").asText("")).isEqualTo(reasoning.toString());
      List<String> actualProofs = new ArrayList<>();
      for (JsonNode block : message.path("thinking_blocks")) {
        actualProofs.add(block.path("signature").asText(block.path("data").asText()));
      }
      assertThat(actualProofs).isEqualTo(proofs);
      assertThat(message.path("tool_calls").size()).isEqualTo(calls.size());
      for (int i = 0; i < calls.size(); i++) {
        JsonNode call = message.path("tool_calls").path(i);
        assertThat(call.path("id").asText()).isEqualTo(calls.get(i)[0]);
        assertThat(call.path("function").path("name").asText()).isEqualTo(calls.get(i)[1]);
        assertSame(
            "arguments",
            parse(calls.get(i)[2]),
            parse(call.path("function").path("arguments").asText()));
      }
      assertThat(message.path("provider_blocks").size()).isEqualTo(providerBlocks);
      assertThat(actualFinish).isEqualTo(finish);
    }

    private static String textOf(JsonNode message) {
      assertThat(message.path("content").asText("")).isIn("", "null");
      return message.path("content").asText("");
    }

    void checkUsage(JsonNode usage) {
      long prompt =
          counts.getOrDefault("input_tokens", 0L)
              + counts.getOrDefault("cache_creation_input_tokens", 0L)
              + counts.getOrDefault("cache_read_input_tokens", 0L);
      long output = counts.getOrDefault("output_tokens", 0L);
      assertThat(usage.path("prompt_tokens").asLong()).isEqualTo(prompt);
      assertThat(usage.path("completion_tokens").asLong()).isEqualTo(output);
      assertThat(usage.path("total_tokens").asLong()).isEqualTo(prompt + output);
      assertThat(usage.path("prompt_tokens_details").path("cached_tokens").asLong())
          .isEqualTo(counts.getOrDefault("cache_read_input_tokens", 0L));
    }
  }
}
