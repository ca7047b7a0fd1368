package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.config.Unsupported;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.money.ModelFacts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFitTest {
  private static final String MODEL = "gpt-4o";
  private static final ModelFacts SMALL = new ModelFacts(1_000L, 100L, false, false, false);
  private static final String IMAGE =
      "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
          + "\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}]";
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
  private static final String TOOLS =
      HI + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
  private static final String SCHEMA =
      HI
          + ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
          + "{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}}";

  @Test
  void shouldRefuseWhatTheModelCannotDo() {
    assertThat(problem(SMALL, TOOLS, 10, null))
        .hasValueSatisfying(error -> {
          assertThat(error.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
          assertThat(error.info().getParam()).isEqualTo("tools");
          assertThat(error.info().getCode()).isEqualTo("unsupported_parameter");
          assertThat(error.info().getMessage()).startsWith("The model gpt-4o calls no tools.");
        });
    assertThat(message(SMALL, IMAGE)).contains("takes no images", "Send text");
    assertThat(message(SMALL, SCHEMA)).contains("keeps to no JSON schema");
  }

  @Test
  void shouldLeaveWhatIsNotKnownToTheProvider() {
    for (String body : List.of(TOOLS, IMAGE, SCHEMA)) {
      assertThat(problem(ModelFacts.UNKNOWN, body, 1_000_000, 1_000_000L)).isEmpty();
    }
  }

  @Test
  void shouldNameTheMostThatTheModelMakes() {
    assertThat(problem(SMALL, HI, 10, 100L)).isEmpty();
    assertThat(problem(SMALL, HI, 10, 101L))
        .hasValueSatisfying(error -> {
          assertThat(error.info().getParam()).isEqualTo("max_tokens");
          assertThat(error.info().getMessage())
              .isEqualTo(
                  "The model gpt-4o makes at most 100 output tokens, not 101. Ask for fewer.");
        });
    assertThat(problem(SMALL, HI + ",\"max_completion_tokens\":101", 10, 101L))
        .hasValueSatisfying(
            error -> assertThat(error.info().getParam()).isEqualTo("max_completion_tokens"));
  }

  @ParameterizedTest
  @CsvSource({"900, true", "1100, true", "1300, false"})
  void shouldRefuseWhatIsSurelyLongerThanTheContext(int words, boolean fits) {
    String body =
        "\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(words) + "\"}]";

    Optional<CallError> problem = problem(SMALL, body, 5L * words, null);

    assertThat(problem.isEmpty()).isEqualTo(fits);
    problem.ifPresent(error -> {
      assertThat(error.kind()).isEqualTo(ErrorKind.CONTEXT_LENGTH);
      assertThat(error.info().getMessage()).contains("the context window of model gpt-4o has 1000");
    });
  }

  @Test
  void shouldRefuseWhatChangesTheMeaning() {
    List<String> dropped = List.of("seed", "response_format", "user", "n");

    assertThat(ModelFit.problem(dropped, Unsupported.DROP, "anthropic", "claude"))
        .hasValueSatisfying(error -> {
          assertThat(error.info().getParam()).isEqualTo("response_format");
          assertThat(error.info().getMessage())
              .isEqualTo(
                  "The provider claude, which speaks the dialect anthropic, cannot honour"
                      + " response_format, n. Leave them out, or ask for a model of another"
                      + " provider.");
        });
    assertThat(ModelFit.problem(List.of("seed"), Unsupported.DROP, "anthropic", "claude"))
        .isEmpty();
  }

  @Test
  void shouldRefuseHintsWhereTheProjectWantsIt() {
    assertThat(ModelFit.problem(List.of("seed"), Unsupported.ERROR, "anthropic", "claude"))
        .hasValueSatisfying(error ->
            assertThat(error.info().getMessage()).contains("cannot honour seed. Leave it"));
    assertThat(ModelFit.problem(List.of(), Unsupported.ERROR, "anthropic", "claude")).isEmpty();
  }

  private static String message(ModelFacts facts, String body) {
    return problem(facts, body, 10, null).orElseThrow().info().getMessage();
  }

  private static Optional<CallError> problem(
      ModelFacts facts, String body, long inputBound, @Nullable Long outputLimit) {
    String json = "{\"model\":\"m\"," + body + '}';
    CanonicalRequest request =
        ((ReadRequest.Parsed) new OpenAiDialect().read(json.getBytes(StandardCharsets.UTF_8)))
            .request();
    return new ModelFit(MODEL, facts).problem(request, inputBound, outputLimit);
  }
}
