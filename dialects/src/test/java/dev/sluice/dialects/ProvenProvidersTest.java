package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.schemas.config.KnownProvider;
import dev.sluice.schemas.config.ProviderCatalogue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The mark proven is for providers whose recorded successes the tests of the dialects read. */
class ProvenProvidersTest {
  @Test
  void shouldMarkAsProvenWhatTheRecordingsProve() {
    Set<String> recorded =
        Stream.of(
                "openai-chat-completions",
                "mistral-chat",
                "anthropic-messages",
                "gemini-generateContent",
                "gemini-streamGenerateContent",
                "cohere-v2-chat",
                "ollama-chat",
                "bedrock-converse",
                "bedrock-converse-stream")
            .map(Recordings::of)
            .flatMap(List::stream)
            .filter(exchange -> exchange.recorded() && exchange.status() < 300)
            .map(Exchange::catalogueId)
            .collect(Collectors.toSet());

    assertThat(
            ProviderCatalogue.all().stream()
                .filter(known -> known.mark() == KnownProvider.Mark.PROVEN)
                .map(KnownProvider::name))
        .containsExactlyInAnyOrderElementsOf(recorded);
  }
}
