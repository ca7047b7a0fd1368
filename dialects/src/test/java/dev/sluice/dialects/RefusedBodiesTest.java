package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.RequestTarget;
import dev.sluice.dialects.completions.CompletionsDialect;
import dev.sluice.dialects.gemini.GeminiDialect;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.openai.embeddings.EmbeddingsCaller;
import dev.sluice.dialects.openai.rerank.RerankCaller;
import dev.sluice.dialects.responses.ResponsesDialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies that are refused, and the whole of what their callers are answered: a table for each
 * dialect of callers in {@code src/test/resources/refused}. With {@code -Dgolden.update=true} the
 * answers are written anew.
 */
final class RefusedBodiesTest {
  private static final int LEAST_CASES = 15;
  private static final Path TABLES = Path.of("src/test/resources/refused");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ReplyContext CONTEXT = new ReplyContext("req-1", "m", 1, false);

  /** Who is spoken to. */
  enum Words {
    CHAT(new OpenAiDialect()),
    COMPLETIONS(new CompletionsDialect()),
    RESPONSES(new ResponsesDialect()),
    MESSAGES(new AnthropicDialect()),
    COUNT_TOKENS(new AnthropicDialect()),
    GEMINI(new GeminiDialect()),
    EMBEDDINGS(new EmbeddingsCaller()),
    RERANK(new RerankCaller());

    private final ClientDialect dialect;

    Words(ClientDialect dialect) {
      this.dialect = dialect;
    }

    Path table() {
      return TABLES.resolve(name().toLowerCase(Locale.ROOT) + ".json");
    }

    ReadRequest read(Bad bad) {
      byte[] body = bad.body().getBytes(StandardCharsets.UTF_8);
      if (this == COUNT_TOKENS) {
        return new AnthropicDialect().readToCount(body);
      }
      JsonNode target = bad.line().get("target");
      return target == null
          ? dialect.read(body)
          : dialect.read(RequestTarget.of(target.asText()), body);
    }
  }

  /** A line of a table: {@code text} or {@code request}, and the {@code error} to it. */
  record Bad(Words words, JsonNode line) {
    @Override
    public String toString() {
      return words.name().toLowerCase(Locale.ROOT) + ": " + line.path("name").asText();
    }

    String body() {
      return line.has("text") ? line.get("text").asText() : line.path("request").toString();
    }

    ErrorReply answer() {
      return switch (words.read(this)) {
        case ReadRequest.Refused refused -> words.dialect.refusal(refused, CONTEXT);
        case ReadRequest.Parsed parsed -> throw new AssertionError("not refused: " + parsed);
      };
    }
  }

  private static List<Bad> table(Words words) {
    try {
      return JSON.readTree(Files.readString(words.table()))
          .valueStream()
          .map(line -> new Bad(words, line))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Bad> all() {
    return Arrays.stream(Words.values()).flatMap(words -> table(words).stream());
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldSayWhatIsWrongAndWhere(Bad bad) {
    // When
    ErrorReply answer = bad.answer();

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).isEmpty();
    if (!GoldenCase.UPDATE) {
      assertThat(JsonAssert.parse(answer.body())).isEqualTo(bad.line().get("error"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveManyCasesOfEachDialectAndNoneTwice(Words words) {
    List<Bad> table = table(words);

    assertThat(table).hasSizeGreaterThanOrEqualTo(LEAST_CASES);
    assertThat(table).extracting(Bad::toString).doesNotHaveDuplicates();
    assertThat(table)
        .extracting(bad -> bad.line().path("target").asText() + bad.body())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellDifferentThingsOfDifferentFaults(Words words) {
    Set<JsonNode> told =
        table(words).stream().map(bad -> bad.line().path("error")).collect(Collectors.toSet());

    assertThat(told).hasSizeGreaterThanOrEqualTo(LEAST_CASES - 2);
  }

  @Test
  void shouldHaveATableForEachDialectOfCallers() throws IOException {
    try (Stream<Path> files = Files.list(TABLES)) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Words.values()).map(Words::table).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldWriteTheAnswersAnewWhereThatIsAskedFor(Words words) throws IOException {
    String written =
        table(words).stream()
            .map(bad -> {
              ObjectNode line = bad.line().deepCopy();
              line.set("error", JsonAssert.parse(bad.answer().body()));
              return "  " + text(line);
            })
            .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    if (GoldenCase.UPDATE) {
      Files.writeString(words.table(), written);
    }

    assertThat(JsonAssert.parse(Files.readString(words.table())))
        .isEqualTo(JsonAssert.parse(written));
  }

  private static String text(JsonNode line) {
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
