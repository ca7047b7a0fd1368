package dev.sluice.dialects.gemini;

import static dev.sluice.dialects.JsonAssert.assertSame;
import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.dialects.ChunkFold;
import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded streams of the other dialects, as a caller of this dialect gets them. */
final class GeminiCallerTest {
  private static final GeminiDialect DIALECT = new GeminiDialect();

  static Stream<Exchange> openAiStreams() {
    return Recordings.of("openai-chat-completions").stream().filter(Exchange::streamed);
  }

  static Stream<Exchange> anthropicStreams() {
    return Recordings.of("anthropic-messages").stream().filter(Exchange::streamed);
  }

  @ParameterizedTest
  @MethodSource("openAiStreams")
  void shouldGiveTheMeaningOfAnOpenAiStream(Exchange exchange) {
    List<SseEvent> recorded = events(exchange);
    var expected = new ChunkFold();
    recorded.stream()
        .filter(event -> !event.is("[DONE]"))
        .forEach(event -> expected.add(parse(event.data())));
    var answer = new AnswerFold(play(new OpenAiDialect(), exchange, recorded));
    if (exchange.kind().equals("stream-error")) {
      assertThat(answer.error.isObject()).isTrue();
      return;
    }
    JsonNode told = expected.message();
    assertThat(answer.text.toString()).isEqualTo(told.path("content").asText(""));
    assertThat(answer.thoughts.toString())
        .isEqualTo(told.path("reasoning_content").asText("") + told.path("reasoning").asText(""));
    assertThat(answer.calls).hasSize(told.path("tool_calls").size());
    for (int i = 0; i < answer.calls.size(); i++) {
      JsonNode function = told.path("tool_calls").path(i).path("function");
      assertThat(answer.calls.get(i).path("name")).isEqualTo(function.path("name"));
      assertSame(
          "args", parse(function.path("arguments").asText()), answer.calls.get(i).path("args"));
    }
    assertThat(answer.finish).isEqualTo(expected.finish().equals("length") ? "MAX_TOKENS" : "STOP");
  }

  @ParameterizedTest
  @MethodSource("anthropicStreams")
  void shouldGiveTheMeaningOfAnAnthropicStream(Exchange exchange) {
    List<SseEvent> recorded = events(exchange);
    StringBuilder text = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    List<String> proofs = new ArrayList<>();
    for (SseEvent event : recorded) {
      JsonNode data = parse(event.data());
      text.append(data.at("/content_block/text").asText()).append(data.at("/delta/text").asText());
      thoughts.append(data.at("/delta/thinking").asText());
      if (data.at("/delta/signature").isTextual()) {
        proofs.add(data.at("/delta/signature").asText());
      } else if (data.at("/content_block/type").asText().equals("redacted_thinking")) {
        proofs.add("redacted:" + data.at("/content_block/data").asText());
      }
    }
    var answer = new AnswerFold(play(new AnthropicDialect(), exchange, recorded));
    assertThat(answer.error.isObject()).isEqualTo(exchange.kind().equals("stream-error"));
    assertThat(answer.text.toString()).isEqualTo(text.toString());
    assertThat(answer.thoughts.toString()).isEqualTo(thoughts.toString());
    assertThat(answer.proofs.stream().map(Proofs::read).toList()).isEqualTo(proofs);
  }

  @Test
  void shouldFrameAStreamAsOneArray() {
    var framing = new JsonArrayFraming();
    byte[] first = framing.bytes(List.of(SseEvent.of("{\"a\":1}"), SseEvent.of("{\"a\":2}")));
    byte[] second = framing.bytes(List.of(SseEvent.of("{\"a\":3}")));
    String whole = text(first) + text(second) + text(framing.end());

    assertThat(parse(whole)).hasSize(3);
    assertThat(text(first)).isEqualTo("[{\"a\":1},\r\n{\"a\":2}");
    assertThat(text(new JsonArrayFraming().end())).isEqualTo("[]");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<SseEvent> play(
      ProviderDialect provider, Exchange exchange, List<SseEvent> recorded) {
    StreamReader reader = provider.stream(new ProviderCall("any", exchange.provider(), null, true));
    StreamWriter writer = DIALECT.stream(new ReplyContext("req-1", "public-model", 1, true));
    List<SseEvent> written = new ArrayList<>();
    recorded.forEach(event -> written.addAll(writer.write(reader.read(event))));
    written.addAll(writer.end(Map.of()));
    return written;
  }

  private static List<SseEvent> events(Exchange exchange) {
    var parser = new SseParser(1 << 20);
    List<SseEvent> events = new ArrayList<>(parser.feed(exchange.body()));
    events.addAll(parser.end());
    return events;
  }

  /** Puts the chunks together as a caller does, for the first candidate. */
  private static final class AnswerFold {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final List<String> proofs = new ArrayList<>();
    private final List<JsonNode> calls = new ArrayList<>();
    private String finish = "";
    private JsonNode error = MissingNode.getInstance();

    AnswerFold(List<SseEvent> events) {
      for (SseEvent event : events) {
        assertThat(event.name()).isNull();
        JsonNode chunk = parse(event.data());
        error = chunk.has("error") ? chunk.path("error") : error;
        assertThat(finish).isEmpty();
        for (JsonNode candidate : chunk.path("candidates")) {
          if (candidate.path("index").asInt() == 0) {
            candidate.path("content").path("parts").forEach(this::part);
            finish = candidate.path("finishReason").asText();
          }
        }
      }
    }

    private void part(JsonNode part) {
      if (part.has("thoughtSignature")) {
        proofs.add(part.path("thoughtSignature").asText());
      }
      if (part.has("functionCall")) {
        calls.add(part.path("functionCall"));
      } else if (part.path("thought").asBoolean()) {
        thoughts.append(part.path("text").asText());
      } else {
        text.append(part.path("text").asText());
      }
    }
  }
}
