package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.schemas.chat.CanonicalRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before any call, because the provider has no such thing. */
final class ObstaclesTest {
  private static final String TEXT = "{\"model\":\"m\",\"input\":\"hi\"}";
  private static final String TOKENS = "{\"model\":\"m\",\"input\":[1,2]}";
  private static final String ORDER = "{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"d\"]}";

  private static String obstacle(String caller, String body, String dialect, String provider) {
    var read =
        (ReadRequest.Parsed)
            Dialects.client(caller).orElseThrow().read(body.getBytes(StandardCharsets.UTF_8));
    CanonicalRequest request = read.request();
    ProviderCall call = ProviderCall.of(request, "m", provider, 0L, false);
    return Dialects.provider(dialect).orElseThrow().obstacle(request, call).orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "openai,openai,none",
    "openai,mistral,none",
    "openai,of-my-own,none",
    "gemini,google,none",
    "cohere,cohere,none",
    "anthropic,anthropic,makes no embeddings. Name a model of a provider that makes them."
  })
  void shouldKnowWhoMakesEmbeddings(String dialect, String provider, String expected) {
    assertThat(obstacle("openai-embeddings", TEXT, dialect, provider)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "openai,openai,none",
    "openai,of-my-own,none",
    "openai,mistral,takes no token ids as input. Send the texts themselves.",
    "openai,voyage,takes no token ids as input. Send the texts themselves.",
    "gemini,google,takes no token ids as input. Send the texts themselves.",
    "cohere,cohere,takes no token ids as input. Send the texts themselves."
  })
  void shouldKnowWhoTakesTokenIds(String dialect, String provider, String expected) {
    assertThat(obstacle("openai-embeddings", TOKENS, dialect, provider)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "openai,voyage,none",
    "openai,jina-ai,none",
    "openai,vllm,none",
    "openai,of-my-own,none",
    "cohere,cohere,none",
    "openai,openai,does not rerank. Name a model of a provider that does.",
    "gemini,google,does not rerank. Name a model of a provider that does.",
    "anthropic,anthropic,does not rerank. Name a model of a provider that does."
  })
  void shouldKnowWhoReranks(String dialect, String provider, String expected) {
    assertThat(obstacle("rerank", ORDER, dialect, provider)).isEqualTo(expected);
  }

  @Test
  void shouldTellHowManyInputsAProviderTakes() {
    String texts = String.join(",", Collections.nCopies(101, "\"a\""));
    String body = "{\"model\":\"m\",\"input\":[" + texts + "]}";

    assertThat(obstacle("openai-embeddings", body, "cohere", "cohere"))
        .isEqualTo("takes at most 96 inputs a call, and these are 101. Send fewer at a time.");
    assertThat(obstacle("openai-embeddings", body, "gemini", "google"))
        .isEqualTo("takes at most 100 inputs a call, and these are 101. Send fewer at a time.");
    assertThat(obstacle("openai-embeddings", body, "openai", "openai")).isEqualTo("none");
  }
}
