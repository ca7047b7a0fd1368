package dev.sluice.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OpenAiStreamTest {
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}";
  private static final String CONTENT =
      "{\"id\":\"c\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}";
  private static final String FINISH =
      "{\"id\":\"c\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]";

  private final OpenAiDialect dialect = new OpenAiDialect();

  @Test
  void shouldTellUsageOnlyOnceWhereItCameAlone() {
    List<JsonNode> chunks =
        play("openai", true, CONTENT, FINISH + "}", "{\"id\":\"c\",\"choices\":[]," + USAGE + "}");
    assertThat(chunks).hasSize(3);
    assertThat(chunks.getLast().path("choices")).isEmpty();
    assertThat(chunks.getLast().path("usage").path("sluice").path("cost").asInt()).isEqualTo(7);
    assertThat(chunks.getLast().path("usage").path("total_tokens").asInt()).isEqualTo(5);
  }

  @Test
  void shouldAddAChunkForTheCostWhereUsageCameWithContent() {
    List<JsonNode> chunks = play("mistral", true, CONTENT, FINISH + "," + USAGE + "}");
    assertThat(chunks).hasSize(3);
    assertThat(chunks.get(1).path("usage").has("sluice")).isFalse();
    assertThat(chunks.getLast().path("usage").path("sluice").path("cost").asInt()).isEqualTo(7);
  }

  @Test
  void shouldShowUsageThatAVendorKeptElsewhere() {
    List<JsonNode> chunks =
        play("groq", true, CONTENT, FINISH + ",\"x_groq\":{\"id\":\"r\"," + USAGE + "}}");
    assertThat(chunks.get(1).path("x_groq").path("usage").path("total_tokens").asInt())
        .isEqualTo(5);
    assertThat(chunks.getLast().path("usage").path("total_tokens").asInt()).isEqualTo(5);
  }

  @Test
  void shouldHideUsageFromACallerWhoDidNotAsk() {
    List<JsonNode> chunks =
        play(
            "openai", false, CONTENT, FINISH + "," + USAGE + "}", "{\"choices\":[]," + USAGE + "}");
    assertThat(chunks).hasSize(2).noneMatch(chunk -> chunk.has("usage"));
  }

  @Test
  void shouldTellCallsApartThatShareAnIndex() {
    StreamReader reader = reader("openai");
    List<CanonicalEvent> events = new ArrayList<>();
    for (String id : List.of("a", "b", "b")) {
      String piece =
          "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"%s\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}"
              .formatted(id);
      events.addAll(reader.read(SseEvent.of(piece)).getEvents());
    }
    List<CanonicalEvent> calls =
        events.stream()
            .filter(e ->
                e.getKind() == EventKind.TOOL_CALL_START
                    || e.getKind() == EventKind.TOOL_ARGS_DELTA)
            .toList();
    assertThat(calls)
        .extracting(CanonicalEvent::getKind)
        .containsExactly(
            EventKind.TOOL_CALL_START, EventKind.TOOL_CALL_START, EventKind.TOOL_ARGS_DELTA);
    assertThat(calls).extracting(CanonicalEvent::getTool).containsExactly(0, 1, 1);
  }

  @Test
  void shouldTakeAChunkThatIsNotJsonAsAFailure() {
    StreamReader reader = reader("openai");
    reader.read(SseEvent.of(CONTENT));
    ReplyEvents events = reader.read(SseEvent.of("{\"id\":"));
    assertThat(events.getEvents()).hasSize(1);
    assertThat(reader.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PROVIDER_MALFORMED);
    assertThat(reader.read(SseEvent.of(CONTENT)).getEvents()).isEmpty();
    StreamWriter writer = dialect.stream(context(false));
    List<SseEvent> written = writer.write(events);
    assertThat(JsonAssert.parse(written.getFirst().data()).path("error").path("code").asText())
        .isEqualTo("provider_malformed");
    assertThat(writer.end(Map.of())).hasSize(1);
  }

  @Test
  void shouldNotLoseAChoiceThatBeginsWithAGarbledChunk() {
    StreamReader reader = reader("openai");
    reader.read(SseEvent.of(CONTENT));
    reader.read(SseEvent.of(FINISH + "}"));
    String other = "{\"id\":\"c\",\"choices\":[{\"index\":1,\"delta\":{\"content\":\"y\"}}";
    assertThat(reader.read(SseEvent.of(other)).getEvents()).isEmpty();
    assertThat(reader.read(SseEvent.of("[DONE]")).getEvents())
        .extracting(CanonicalEvent::getKind)
        .containsExactly(EventKind.ERROR);
    assertThat(reader.failure()).isPresent();
    assertThat(reader.closed()).isTrue();
  }

  @Test
  void shouldReadAnErrorEventWithItsStatus() {
    StreamReader reader = reader("groq");
    String data = "{\"error\":{\"message\":\"busy\",\"type\":\"x\",\"status_code\":503}}";
    ReplyEvents events = reader.read(new SseEvent("error", SseEvent.of(data).data()));
    assertThat(reader.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PROVIDER_OVERLOADED);
    assertThat(reader.failure().orElseThrow().status()).isEqualTo(503);
    JsonAssert.assertSame(
        "error",
        JsonAssert.parse(data),
        JsonAssert.parse(dialect.stream(context(false)).write(events).getFirst().data()));
  }

  @Test
  void shouldEndWithOneError() {
    StreamWriter writer = dialect.stream(context(true));
    writer.write(reader("openai").read(SseEvent.of(CONTENT)));
    var error = Canonical.error(ErrorKind.STREAM_BROKEN, 0, "The provider went away.");
    List<SseEvent> last = writer.fail(error);
    assertThat(last).hasSize(2);
    assertThat(JsonAssert.parse(last.getFirst().data()).path("error").path("message").asText())
        .isEqualTo("The provider went away.");
    assertThat(last.getLast().text()).isEqualTo("[DONE]");
    assertThat(writer.fail(error)).isEmpty();
    assertThat(writer.end(Map.of())).isEmpty();
  }

  private List<JsonNode> play(String provider, boolean includeUsage, String... data) {
    StreamReader reader = reader(provider);
    StreamWriter writer = dialect.stream(context(includeUsage));
    List<SseEvent> events = new ArrayList<>();
    for (String chunk : data) {
      events.addAll(writer.write(reader.read(SseEvent.of(chunk))));
    }
    events.addAll(writer.end(Map.of("sluice", "{\"cost\":7}")));
    assertThat(events.removeLast().text()).isEqualTo("[DONE]");
    return events.stream().map(event -> JsonAssert.parse(event.data())).toList();
  }

  private StreamReader reader(String provider) {
    return dialect.stream(new ProviderCall("m", provider, null, true));
  }

  private static ReplyContext context(boolean includeUsage) {
    return new ReplyContext("req-1", "m", 1, includeUsage);
  }
}
