package dev.sluice.dialects.anthropic;

import static dev.sluice.dialects.JsonAssert.assertSame;
import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.ChunkFold;
import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded streams of the OpenAI dialect, as a caller of this dialect gets them. */
final class AnthropicCallerTest {
  static Stream<Exchange> streams() {
    return Recordings.of("openai-chat-completions").stream().filter(Exchange::streamed);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveBlocksOneAfterTheOther(Exchange exchange) {
    StreamReader reader =
        new OpenAiDialect().stream(new ProviderCall("any", exchange.catalogueId(), null, true));
    StreamWriter writer =
        new AnthropicDialect().stream(new ReplyContext("req-1", "public-model", 1, true));
    var parser = new SseParser(1 << 20);
    List<SseEvent> recorded = new ArrayList<>(parser.feed(exchange.body()));
    recorded.addAll(parser.end());
    var expected = new ChunkFold();
    List<SseEvent> written = new ArrayList<>();
    for (SseEvent event : recorded) {
      if (!event.is("[DONE]")) {
        expected.add(parse(event.data()));
      }
      written.addAll(writer.write(reader.read(event)));
    }
    written.addAll(writer.end(Map.of()));
    var message = new BlockFold();
    written.forEach(event -> message.add(event.name(), parse(event.data())));
    if (exchange.kind().equals("stream-error")) {
      assertThat(message.error).isTrue();
      return;
    }
    assertThat(message.stopped).isTrue();
    JsonNode told = expected.message();
    assertThat(message.text.toString()).isEqualTo(told.path("content").asText(""));
    assertThat(message.thinking.toString())
        .isEqualTo(told.path("reasoning_content").asText("") + told.path("reasoning").asText(""));
    assertThat(message.inputs).hasSize(told.path("tool_calls").size());
    for (int i = 0; i < message.inputs.size(); i++) {
      JsonNode function = told.path("tool_calls").path(i).path("function");
      assertSame(
          "input",
          parse(function.path("arguments").asText()),
          parse(message.inputs.get(i).toString()));
    }
  }

  /** Checks the grammar while it puts the message together. */
  private static final class BlockFold {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final List<StringBuilder> inputs = new ArrayList<>();
    private boolean started;
    private boolean stopped;
    private boolean error;
    private int next;
    private boolean open;

    void add(@Nullable String name, JsonNode event) {
      assertThat(event.path("type").asText()).isEqualTo(name);
      assertThat(stopped).isFalse();
      int index = event.path("index").asInt();
      JsonNode delta = event.path("delta");
      switch (event.path("type").asText()) {
        case "message_start" -> {
          assertThat(started).isFalse();
          started = true;
        }
        case "content_block_start" -> {
          assertThat(started).isTrue();
          assertThat(open).isFalse();
          assertThat(index).isEqualTo(next);
          open = true;
          if (event.path("content_block").path("type").asText().equals("tool_use")) {
            inputs.add(new StringBuilder());
          }
        }
        case "content_block_delta" -> {
          assertThat(open).isTrue();
          assertThat(index).isEqualTo(next);
          text.append(delta.path("text").asText());
          thinking.append(delta.path("thinking").asText());
          if (delta.has("partial_json")) {
            inputs.getLast().append(delta.path("partial_json").asText());
          }
        }
        case "content_block_stop" -> {
          assertThat(open).isTrue();
          assertThat(index).isEqualTo(next);
          open = false;
          next++;
        }
        case "message_delta" -> assertThat(delta.path("stop_reason").asText()).isNotEmpty();
        case "message_stop" -> stopped = true;
        case "error" -> error = true;
        default -> throw new AssertionError(event.toString());
      }
    }
  }
}
