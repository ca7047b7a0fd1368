package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.completions.CompletionsDialect;
import dev.sluice.dialects.gemini.GeminiDialect;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.openai.embeddings.EmbeddingsCaller;
import dev.sluice.dialects.openai.rerank.RerankCaller;
import dev.sluice.dialects.responses.ResponsesDialect;
import dev.sluice.ingress.error.ErrorResponses;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The errors that callers get, beside those that the description has. */
class DescribedErrorsTest {
  private static final ReplyContext CONTEXT = new ReplyContext("req-1", "m", 1, false);

  /** Errors that say when to try again. */
  private static final Set<Integer> AGAIN = Set.of(429, 503, 529);

  private static JsonNode responses(Route route) {
    return Description.document()
        .path("paths")
        .path(route.template())
        .path(route.method().toLowerCase(Locale.ROOT))
        .path("responses");
  }

  private static JsonNode resolved(JsonNode response) {
    String reference = response.path("$ref").asText();
    return reference.isEmpty() ? response : Description.document().at(reference.substring(1));
  }

  private static JsonNode headers(Route route, int status) {
    return resolved(responses(route).path(Integer.toString(status))).path("headers");
  }

  /** Of the routes that end in calls of providers. */
  private static Optional<ClientDialect> dialect(Route route) {
    return Optional.ofNullable(
        switch (route) {
          case CHAT -> new OpenAiDialect();
          case RESPONSES -> new ResponsesDialect();
          case COMPLETIONS -> new CompletionsDialect();
          case EMBEDDINGS -> new EmbeddingsCaller();
          case RERANK -> new RerankCaller();
          case MESSAGES -> new AnthropicDialect();
          case GENERATE, STREAM_GENERATE, GENERATE_V1, STREAM_GENERATE_V1 -> new GeminiDialect();
          case COUNT_TOKENS, MODELS, GOOGLE_MODELS, MODEL, GOOGLE_MODEL, DESCRIPTION -> null;
        });
  }

  /** Nobody is there to be told that a request was cancelled. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CANCELLED")
  void shouldDescribeEachKindOfErrorInEachDialect(ErrorKind kind) {
    // Given
    ErrorInfo error = ErrorResponses.info(kind, "provider", "It failed.");
    error.setRetryAfterMs(1_000L);
    List<String> missing = new ArrayList<>();

    // When
    for (Route route : Route.values()) {
      dialect(route)
          .map(dialect -> dialect.error(error, CONTEXT))
          .ifPresent(reply -> missing.addAll(missing(route, reply)));
    }

    // Then
    assertThat(missing).isEmpty();
  }

  private static List<String> missing(Route route, ErrorReply reply) {
    int status = reply.status();
    String name = route + " " + status;
    if (!responses(route).has(Integer.toString(status))) {
      return List.of(name);
    }
    String schema =
        resolved(responses(route).path(Integer.toString(status)))
            .at("/content/application~1json/schema/$ref")
            .asText();
    String told = new String(reply.body(), StandardCharsets.UTF_8);
    List<String> missing =
        new ArrayList<>(
            Description.problems(
                schema.substring(schema.lastIndexOf('/') + 1), Description.parse(told)));
    if (AGAIN.contains(status)) {
      reply.headers().keySet().stream()
          .filter(header -> !headers(route, status).has(header))
          .forEach(header -> missing.add(name + " " + header));
    }
    return missing;
  }

  /** What a provider says with another status is passed on. */
  @Test
  void shouldDescribeAnyOtherErrorOfEachOperation() {
    assertThat(Arrays.asList(Route.values()))
        .allMatch(route -> responses(route).has("default"), "has a default");
    assertThat(responses(Route.MESSAGES).has("402")).isTrue();
  }

  @Test
  void shouldDescribeWhatBelongsToEachError() {
    for (Route route : Route.values()) {
      assertThat(headers(route, 405).has("allow")).as("%s: allow", route).isTrue();
      if (route != Route.DESCRIPTION) {
        assertThat(headers(route, 503).has("retry-after")).as("%s: retry-after", route).isTrue();
        assertThat(responses(route).has("400")).as("%s: 400", route).isTrue();
      }
    }
  }

  /** Where headers choose the words, they may be Anthropic's. */
  @Test
  void shouldDescribeAnthropicsHeaderWhereverItsWordsMayBe() {
    String header = new AnthropicDialect().requestIdHeader().orElseThrow();
    for (Route route :
        List.of(Route.MESSAGES, Route.COUNT_TOKENS, Route.MODELS, Route.MODEL, Route.DESCRIPTION)) {
      responses(route)
          .properties()
          .forEach(response ->
              assertThat(resolved(response.getValue()).path("headers").has(header))
                  .as("%s %s", route, response.getKey())
                  .isTrue());
    }
  }
}
