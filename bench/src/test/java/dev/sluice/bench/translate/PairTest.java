package dev.sluice.bench.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That what is measured is what it says. */
final class PairTest {
  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic"})
  void shouldHaveRequestsOfFourKilobytes(String client) {
    byte[] request = RequestSamples.of(client);

    assertThat(request).hasSize(RequestSamples.BYTES);
    assertThat(new String(request, StandardCharsets.UTF_8).stripTrailing()).doesNotContain("$");
  }

  @ParameterizedTest
  @CsvSource({
    "openai,openai",
    "openai,anthropic",
    "openai,gemini",
    "openai,cohere",
    "openai,bedrock",
    "openai,mistral",
    "anthropic,openai",
    "anthropic,anthropic",
    "anthropic,gemini",
    "anthropic,cohere",
    "anthropic,bedrock",
    "anthropic,mistral"
  })
  void shouldTellTheProviderAllOfTheRequest(String client, String provider) {
    String written =
        new String(
            new Pair(client, provider).request(RequestSamples.of(client)), StandardCharsets.UTF_8);

    assertThat(written)
        .hasSizeBetween(3_000, 4_200)
        .contains("a pilot", "high water", "04:10", "And tomorrow?", "Tides of a place");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"openai", "anthropic", "gemini", "cohere", "bedrock", "mistral", "responses"})
  void shouldTellTheCallerEachPiece(String provider) {
    for (String client : List.of("openai", "anthropic", "gemini", "responses", "completions")) {
      List<byte[]> told = new Pair(client, provider).stream(StreamSamples.of(provider));

      assertThat(
              told.stream()
                  .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                  .filter(text -> text.contains(" tide\"")))
          .as("%s to %s", provider, client)
          .hasSizeGreaterThanOrEqualTo(StreamSamples.PIECES);
      assertThat(told)
          .as("%s to %s", provider, client)
          .noneMatch(bytes -> new String(bytes, StandardCharsets.UTF_8).contains("\"error\":{"));
    }
  }
}
