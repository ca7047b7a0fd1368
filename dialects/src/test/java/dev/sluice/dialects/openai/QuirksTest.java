package dev.sluice.dialects.openai;

import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.schemas.config.KnownProvider;
import dev.sluice.schemas.config.ProviderCatalogue;
import dev.sluice.schemas.config.ProviderType;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuirksTest {
  private static final OpenAiDialect DIALECT = new OpenAiDialect();

  private static WrittenRequest written(String provider, String body) {
    var read = (ReadRequest.Parsed) DIALECT.read(body.getBytes(StandardCharsets.UTF_8));
    return DIALECT.request(read.request(), new ProviderCall("m", provider, 1L, false));
  }

  @Test
  void shouldKnowEveryWordOfTheCatalogue() {
    for (KnownProvider known : ProviderCatalogue.all()) {
      if (known.type() == ProviderType.OPENAI) {
        assertThat(Quirks.of(known.name()))
            .as(known.name())
            .isEqualTo(Quirks.of(known.address().chatPath(), known.quirks()));
      }
    }
  }

  @Test
  void shouldRefuseWordsThatMakeNoSense() {
    for (Set<String> words :
        Set.of(
            Set.of("no-such-word"),
            Set.of("max-tokens-only", "max-completion-tokens"),
            Set.of("reasoning-apart", "reasoning-in-total"))) {
      assertThatThrownBy(() -> Quirks.of("", words)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldTreatAProviderOfAnotherTypeAsAPlainOne() {
    Quirks plain = Quirks.of("", Set.of("rerank"));
    assertThat(Quirks.of("anthropic")).isEqualTo(plain);
    assertThat(Quirks.of("no-such-provider")).isEqualTo(plain);
  }

  @Test
  void shouldNameTheLimitAsTheProviderDoesWhenTheCallerNamedNone() {
    String body = "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    assertThat(parse(written("openai", body).body()).has("max_completion_tokens")).isTrue();
    assertThat(parse(written("groq", body).body()).has("max_tokens")).isTrue();
  }

  @Test
  void shouldLeaveOutStrictToolsWhereTheyAreNotKnown() {
    String body =
        """
        {"model":"a","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function",
         "function":{"name":"f","parameters":{"type":"object"},"strict":true}}]}\
        """;

    JsonNode tool = parse(written("openai", body).body()).at("/tools/0/function");
    WrittenRequest plain = written("snowflake", body);

    assertThat(tool.path("strict").asBoolean()).isTrue();
    assertThat(parse(plain.body()).at("/tools/0/function").has("strict")).isFalse();
    assertThat(plain.dropped()).containsExactly("strict");
  }
}
