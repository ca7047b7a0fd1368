package dev.sluice.dialects.responses;

import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.Dialects;
import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.ReplyEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded answers of every other dialect, as callers of responses get them. */
final class ResponsesCallerTest {
  private static final ResponsesDialect DIALECT = new ResponsesDialect();
  private static final ReplyContext CONTEXT =
      new ReplyContext("req-1", "public-model", 1_700_000_000L, true);
  private static final Map<String, String> APIS =
      Map.of(
          "openai-chat-completions", "openai",
          "anthropic-messages", "anthropic",
          "gemini-generateContent", "gemini",
          "gemini-streamGenerateContent", "gemini",
          "cohere-v2-chat", "cohere");

  @Test
  void shouldNameTheModelOfAReplyThatHasNoId() {
    // Given
    CanonicalEvent start = Canonical.event(EventKind.START);
    start.setName("model-2");
    start.setCreated(1_700_000_001L);
    CanonicalEvent text = Canonical.event(EventKind.TEXT_DELTA);
    text.setText("Hi");

    // When
    List<SseEvent> written =
        DIALECT.stream(CONTEXT).write(Canonical.events("ollama", List.of(start, text)));

    // Then
    JsonNode response = parse(written.getFirst().data()).path("response");
    assertThat(response.path("id").asText()).isEqualTo("req-1");
    assertThat(response.path("model").asText()).isEqualTo("model-2");
    assertThat(response.path("created_at").asLong()).isEqualTo(1_700_000_001L);
  }

  private static Stream<Arguments> exchanges(boolean streamed) {
    return APIS.entrySet().stream()
        .flatMap(api ->
            Recordings.of(api.getKey()).stream()
                .filter(e -> e.status() < 300 && e.streamed() == streamed)
                .map(e -> Arguments.of(api.getValue(), e)));
  }

  static Stream<Arguments> streams() {
    return exchanges(true);
  }

  static Stream<Arguments> wholeReplies() {
    return exchanges(false);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldStreamAResponseThatIsTheSumOfItsDeltas(String dialect, Exchange exchange) {
    // Given
    ProviderDialect provider = Dialects.provider(dialect).orElseThrow();
    StreamReader reader =
        provider.stream(new ProviderCall("any", exchange.catalogueId(), null, true));
    StreamWriter writer = DIALECT.stream(CONTEXT);
    List<SseEvent> written = new ArrayList<>();
    var text = new StringBuilder();
    int calls = 0;
    var parser = new SseParser(1 << 20);
    List<SseEvent> recorded = new ArrayList<>(parser.feed(exchange.body()));
    recorded.addAll(parser.end());

    // When
    for (SseEvent event : recorded) {
      ReplyEvents read = reader.read(event);
      for (CanonicalEvent one : read.getEvents()) {
        boolean first = one.getChoice() == 0;
        if (first && one.getKind() == EventKind.TEXT_DELTA && one.getText() != null) {
          text.append(one.getText());
        }
        calls += first && one.getKind() == EventKind.TOOL_CALL_START ? 1 : 0;
      }
      written.addAll(writer.write(read));
    }
    written.addAll(writer.end(Map.of("sluice", "{}")));

    // Then
    OutputFold fold = new OutputFold(written);
    if (reader.failure().isPresent()) {
      assertThat(fold.types()).endsWith("error", "response.failed");
      return;
    }
    JsonNode response = fold.response();
    assertThat(OutputFold.text(response)).isEqualTo(text.toString());
    assertThat(OutputFold.items(response, "function_call")).hasSize(calls);
    assertThat(fold.types()).startsWith("response.created", "response.in_progress");
    if (reader.usage().isPresent() && reader.usage().get().getOutput() != null) {
      assertThat(response.path("usage").has("sluice")).isTrue();
      assertThat(response.at("/usage/total_tokens").asLong())
          .isEqualTo(
              response.at("/usage/input_tokens").asLong()
                  + response.at("/usage/output_tokens").asLong());
    }
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldTakeBackTheOutputThatItGave(String dialect, Exchange exchange) {
    // Given
    ProviderDialect provider = Dialects.provider(dialect).orElseThrow();
    var call = new ProviderCall("any", exchange.catalogueId(), null, false);
    if (!(provider.reply(call, exchange.status(), exchange.headers(), exchange.body())
        instanceof ProviderReply.Succeeded(CanonicalReply reply))) {
      return; // an error in a success, which other tests read
    }
    JsonNode response = parse(DIALECT.reply(reply, CONTEXT));
    String next =
        "{\"model\":\"m\",\"input\":["
            + String.join(
                ",", response.path("output").valueStream().map(JsonNode::toString).toList())
            + (response.path("output").isEmpty() ? "" : ",")
            + "{\"role\":\"user\",\"content\":\"more\"}]}";

    // When
    CanonicalRequest request =
        ((ReadRequest.Parsed) DIALECT.read(next.getBytes(StandardCharsets.UTF_8))).request();

    // Then
    assertThat(proofs(said(request))).isEqualTo(proofs(parts(reply)));
    assertThat(calls(said(request))).isEqualTo(calls(parts(reply)));
  }

  private static List<ContentPart> parts(CanonicalReply reply) {
    return reply.getChoices().isEmpty() ? List.of() : reply.getChoices().getFirst().getParts();
  }

  private static List<ContentPart> said(CanonicalRequest request) {
    Message first = request.getMessages().getFirst();
    return request.getMessages().size() > 1 ? first.getParts() : List.of();
  }

  private static List<String> proofs(List<ContentPart> parts) {
    return parts.stream()
        .map(part ->
            part.getKind() == ContentKind.REDACTED_REASONING
                ? part.getRedactedData()
                : part.getSignature())
        .filter(Objects::nonNull)
        .filter(proof -> !proof.isEmpty())
        .toList();
  }

  private static List<String> calls(List<ContentPart> parts) {
    return parts.stream()
        .filter(part -> part.getKind() == ContentKind.TOOL_CALL)
        .map(part -> part.getToolCallId() + ' ' + part.getToolName())
        .map(call -> call.startsWith(" ") ? "call_req-1_0" + call : call) // an id is made up
        .toList();
  }
}
