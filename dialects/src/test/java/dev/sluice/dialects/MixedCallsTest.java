package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pieces of calls that come mixed, told to a caller of Anthropic, who gets one after the other. */
final class MixedCallsTest {
  private static final SseEvent BLOCK_STOP = SseEvent.of("{\"type\":\"content_block_stop\"}");

  private final StreamWriter writer =
      new AnthropicDialect().stream(new ReplyContext("req-1", "m", 1, true));
  private final List<SseEvent> written = new ArrayList<>();

  private static CanonicalEvent event(EventKind kind, int tool, String text) {
    CanonicalEvent event = Canonical.event(kind);
    event.setTool(tool);
    event.setText(text);
    return event;
  }

  private static CanonicalEvent start(int tool) {
    CanonicalEvent event = Canonical.event(EventKind.TOOL_CALL_START);
    event.setTool(tool);
    event.setName("f" + tool);
    return event;
  }

  private static CanonicalEvent arguments(int tool, String piece) {
    return event(EventKind.TOOL_ARGS_DELTA, tool, piece);
  }

  private static CanonicalEvent text(String piece) {
    return event(EventKind.TEXT_DELTA, 0, piece);
  }

  private static CanonicalEvent finish() {
    CanonicalEvent event = Canonical.event(EventKind.FINISH);
    event.setFinishReason(FinishReason.TOOL_CALLS);
    return event;
  }

  private void write(CanonicalEvent... events) {
    written.addAll(writer.write(Canonical.events("openai", List.of(events))));
  }

  /** Each block: what it is and what is in it; any other event by its type. */
  private List<String> told() {
    List<String> told = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    for (SseEvent event : written) {
      JsonNode data = JsonAssert.parse(event.data());
      JsonNode begun = data.path("content_block");
      JsonNode delta = data.path("delta");
      switch (data.path("type").asText()) {
        case "message_start" -> {}
        case "content_block_start" ->
            block.append(begun.path("name").asText(begun.path("type").asText())).append(' ');
        case "content_block_delta" ->
            block
                .append(delta.path("text").asText())
                .append(delta.path("thinking").asText())
                .append(delta.path("signature").asText())
                .append(delta.path("partial_json").asText());
        case "content_block_stop" -> {
          told.add(block.toString());
          block.setLength(0);
        }
        default -> told.add(data.path("type").asText());
      }
    }
    assertThat(block).isEmpty();
    return told;
  }

  @Test
  void shouldLetTextWaitForTheRestOfTheCalls() {
    // When
    write(start(0), arguments(0, "{\"a\":"), start(1), arguments(1, "{\"b\":"), text("x"));
    write(
        event(EventKind.REASONING_DELTA, 0, "hm"),
        event(EventKind.SIGNATURE, 0, "c2ln"),
        text("y"),
        arguments(0, "1}"),
        arguments(1, "2}"),
        finish());
    written.addAll(writer.end(Map.of()));

    // Then
    assertThat(told())
        .containsExactly(
            "f0 {\"a\":1}",
            "f1 {\"b\":2}",
            "text x",
            "thinking hmc2ln",
            "text y",
            "message_delta",
            "message_stop");
  }

  @Test
  void shouldTellTextAtOnceThatComesAfterACompleteCall() {
    // When
    write(start(0), arguments(0, "{\"a\":\"}\"}"), text("x"));
    int before = written.size();
    write(text("y"));

    // Then
    assertThat(written).hasSize(before + 1);
  }

  @Test
  void shouldTellCallsWithoutArgumentsWhenTheChoiceEnds() {
    // When
    write(start(0), start(1), arguments(1, "{}"), finish());
    written.add(BLOCK_STOP);

    // Then
    assertThat(told()).containsExactly("f0 ", "f1 {}");
  }

  @Test
  void shouldTellThousandsOfWaitingCalls() {
    // Given
    int calls = 10_000;
    write(start(0), arguments(0, "{"));
    for (int i = 1; i < calls; i++) {
      write(start(i), arguments(i, "{}"));
    }

    // When
    write(arguments(0, "}"), finish());
    written.addAll(writer.end(Map.of()));

    // Then
    assertThat(told()).hasSize(calls + 2).contains("f0 {}", "f1 {}", "f9999 {}");
  }

  @Test
  void shouldBreakWhereMoreWaitsThanCanBeHeld() {
    // Given
    String much = "x".repeat(1 << 20);
    write(start(0), arguments(0, "{"));

    // When
    for (int i = 0; i < 6; i++) {
      write(text(much));
    }
    List<SseEvent> after = writer.end(Map.of());

    // Then
    assertThat(written.getLast().name()).isEqualTo("error");
    assertThat(written.stream().filter(event -> "error".equals(event.name()))).hasSize(1);
    assertThat(after).isEmpty();
    assertThat(writer.fail(Canonical.error(ErrorKind.STREAM_BROKEN, 0, "gone"))).isEmpty();
  }

  @Test
  void shouldTellWhatWaitsBeforeTheErrorThatEndsTheStream() {
    // When
    write(start(0), arguments(0, "{"), text("x"));
    written.addAll(writer.fail(Canonical.error(ErrorKind.STREAM_BROKEN, 0, "gone")));
    written.add(written.size() - 1, BLOCK_STOP);

    // Then
    assertThat(told()).containsExactly("f0 {", "text x", "error");
  }

  @Test
  void shouldTellNothingMoreAfterAnErrorOfItsOwnProvider() {
    // Given
    CanonicalEvent error = Canonical.event(EventKind.ERROR);
    error.setError(Canonical.error(ErrorKind.PROVIDER_OVERLOADED, 529, "busy"));

    // When
    writer.write(Canonical.events(AnthropicDialect.NAME, List.of(finish(), error)));

    // Then
    assertThat(writer.end(Map.of())).isEmpty();
  }

  @Test
  void shouldMakeUpIdsThatDifferFromThoseOfAnotherReply() {
    // Given
    StreamWriter other = new AnthropicDialect().stream(new ReplyContext("req/2", "m", 1, true));

    // When
    write(start(0));
    List<SseEvent> second = other.write(Canonical.events("openai", List.of(start(0))));

    // Then
    assertThat(id(written)).isEqualTo("toolu_req-1_0");
    assertThat(id(second)).isEqualTo("toolu_req_2_0");
  }

  private static String id(List<SseEvent> events) {
    return JsonAssert.parse(events.getLast().data()).at("/content_block/id").asText();
  }
}
