package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.ingress.error.ErrorResponses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden requests, replies, streams and errors, by the schemas of the description. */
class DescribedExchangesTest {
  private static final Path GOLDEN = Path.of("..", "golden");

  /** Which schemas are those of a caller's dialect. */
  enum Words {
    OPENAI("ChatRequest", "ChatReply", "ChatChunk", "OpenAiError"),
    RESPONSES("ResponseRequest", "ResponseReply", "ResponseEvent", "OpenAiError"),
    COMPLETIONS("CompletionRequest", "CompletionReply", "CompletionReply", "OpenAiError"),
    ANTHROPIC("MessagesRequest", "MessagesReply", "MessagesEvent", "AnthropicError"),
    GEMINI("GenerateRequest", "GenerateReply", "GenerateReply", "GoogleError"),
    OPENAI_EMBEDDINGS("EmbeddingsRequest", "EmbeddingsReply", "", "OpenAiError"),
    RERANK("RerankRequest", "RerankReply", "", "OpenAiError");

    private final String request;
    private final String reply;
    private final String event;
    private final String error;

    Words(String request, String reply, String event, String error) {
      this.request = request;
      this.reply = reply;
      this.event = event;
      this.error = error;
    }

    String folders() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-to-";
    }

    /** Whether an event tells an error, which has a schema of its own where it is no event. */
    boolean tellsError(JsonNode data) {
      return !event.equals("ResponseEvent") && !event.equals("MessagesEvent") && data.has("error");
    }
  }

  /** A golden case. */
  record Case(Words words, Path folder) {
    @Override
    public String toString() {
      return GOLDEN.relativize(folder).toString();
    }

    boolean has(String file) {
      return Files.exists(folder.resolve(file));
    }

    String text(String file) throws IOException {
      return Files.readString(folder.resolve(file));
    }

    JsonNode json(String file) throws IOException {
      return Description.parse(text(file));
    }
  }

  static Stream<Case> cases() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN, 3)) {
      return files
          .filter(file -> file.endsWith("request.json"))
          .map(file -> file.resolve("..").normalize())
          .sorted()
          .map(folder -> new Case(words(folder), folder))
          .toList()
          .stream();
    }
  }

  private static Words words(Path folder) {
    String pair = GOLDEN.relativize(folder).getName(0).toString();
    return Stream.of(Words.values())
        .filter(words -> pair.startsWith(words.folders()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no schemas for callers of " + pair));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldDescribeWhatIsExchanged(Case golden) throws IOException {
    Words words = golden.words();

    assertThat(Description.problems(words.request, golden.json("request.json"))).isEmpty();
    if (golden.has("reply.json")) {
      assertThat(Description.problems(words.reply, golden.json("reply.json"))).isEmpty();
    }
    if (golden.has("error.json")) {
      JsonNode body = golden.json("error.json").path("body");
      assertThat(Description.problems(words.error, body)).isEmpty();
    }
    if (golden.has("reply.sse")) {
      for (JsonNode data : events(golden.text("reply.sse"))) {
        String schema = words.tellsError(data) ? words.error : words.event;
        assertThat(Description.problems(schema, data)).as(data.toString()).isEmpty();
      }
    }
  }

  private static List<JsonNode> events(String stream) {
    return new SseParser(1 << 20)
        .feed(stream.getBytes(StandardCharsets.UTF_8)).stream()
            .map(SseEvent::text)
            .filter(data -> !data.equals("[DONE]"))
            .map(Description::parse)
            .toList();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindThatAFieldIsMissing(Words words) throws IOException {
    // Given
    Case golden =
        cases().filter(it -> it.words() == words && it.has("reply.json")).findFirst().orElseThrow();
    List<String> required = Description.required(words.reply);
    assumeThat(required).isNotEmpty();

    for (String field : required) {
      // When
      ObjectNode without = (ObjectNode) golden.json("reply.json");
      without.remove(field);

      // Then
      assertThat(Description.problems(words.reply, without)).as(field).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldDescribeWhatTheGatewayItselfRefuses(Words words) {
    Surfaces surfaces = Surfaces.all(new CanonicalCodec());
    ErrorResponses errors =
        switch (words) {
          case OPENAI -> surfaces.chat().errors();
          case RESPONSES -> surfaces.responses().errors();
          case COMPLETIONS -> surfaces.completions().errors();
          case ANTHROPIC -> surfaces.messages().errors();
          case GEMINI -> surfaces.generateContent().errors();
          case OPENAI_EMBEDDINGS -> surfaces.embeddings().errors();
          case RERANK -> surfaces.rerank().errors();
        };
    Map<String, ErrorReply> refusals =
        Map.of(
            "no key", errors.noKey(),
            "unknown path", errors.unknownPath("GET", "/x"),
            "wrong method", errors.methodNotAllowed("PUT", "/x", "POST"),
            "too large", errors.bodyTooLarge(9),
            "too slow", errors.bodyTooSlow(9),
            "wrong type", errors.unsupportedContent("content-type", "text/plain", "JSON"),
            "unknown model", errors.unknownModel("x", List.of()),
            "full", errors.full(),
            "bug", errors.internal("r-1"));

    assertThat(refusals)
        .allSatisfy((name, reply) -> {
          JsonNode body = Description.parse(new String(reply.body(), StandardCharsets.UTF_8));
          assertThat(Description.problems(words.error, body)).isEmpty();
        });
  }
}
