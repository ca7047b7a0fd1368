package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tells when a provider's dialect is done: for a caller of OpenAI's dialect, each feature that is
 * asked of every provider has a golden case in which it works, or one in which the caller is told
 * that the provider lacks it.
 */
class ProviderContractTest {
  private static final Map<String, Capabilities> DIALECTS =
      new TreeMap<>(
          Map.of(
              "openai", Capabilities.allBut(),
              "responses", Capabilities.allBut(Feature.STOP),
              "anthropic", Capabilities.allBut(),
              "gemini", Capabilities.allBut(),
              "bedrock", Capabilities.allBut(),
              "cohere", Capabilities.allBut(),
              "ollama", Capabilities.allBut()));

  static Stream<String> dialects() {
    return DIALECTS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void shouldShowWhatItDoesAndWhatItLacks(String dialect) throws IOException {
    Capabilities capabilities = Objects.requireNonNull(DIALECTS.get(dialect));
    List<Feature.Seen> cases = cases(dialect);
    Map<Feature, String> wanted = new EnumMap<>(Feature.class);
    Map<Feature, String> shown = new EnumMap<>(Feature.class);
    for (Feature feature : Capabilities.ASKED) {
      wanted.put(feature, capabilities.lacks().contains(feature) ? "told" : "done");
      shown.put(feature, shown(feature, cases));
    }

    assertThat(shown).isEqualTo(wanted);
  }

  @Test
  void shouldHoldForEveryDialect() throws IOException {
    try (Stream<Path> all = GoldenCase.all()) {
      assertThat(
              all.map(folder -> new GoldenCase(folder, Fault.NONE).providerName())
                  .filter(name -> Dialects.provider(name).isPresent())
                  .distinct())
          .isSubsetOf(DIALECTS.keySet());
    }
  }

  private static List<Feature.Seen> cases(String dialect) throws IOException {
    try (Stream<Path> all = GoldenCase.all()) {
      return all.map(folder -> new GoldenCase(folder, Fault.NONE))
          .filter(one -> one.clientName().equals("openai") && one.providerName().equals(dialect))
          .map(GoldenCase::seen)
          .toList();
    }
  }

  private static String shown(Feature feature, List<Feature.Seen> cases) {
    List<Feature.Seen> with = cases.stream().filter(feature::isIn).toList();
    if (with.isEmpty()) {
      return "no case";
    }
    return with.stream().allMatch(feature::isDropped) ? "told" : "done";
  }
}
