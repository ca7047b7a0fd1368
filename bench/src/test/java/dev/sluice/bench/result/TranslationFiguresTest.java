package dev.sluice.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.result.TranslationFigures.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TranslationFiguresTest {
  @Test
  void shouldHoldTheSlowestPairAgainstTheGoals() {
    // Given
    var figures =
        new TranslationFigures(
            List.of(new Figure("openai", "gemini", 12.3), new Figure("anthropic", "gemini", 31)),
            List.of(new Figure("openai", "cohere", 1.2), new Figure("gemini", "cohere", 2.5)));

    // When
    String text = figures.text(Samples.CONDITIONS);

    // Then
    assertThat(text)
        .startsWith(TranslationFigures.TITLE + "\n")
        .contains("| a request of 4 KB, slowest pair | 31.0 us | ≤ 30.0 us | **missed** |")
        .contains("| a piece of a stream, slowest pair | 2.50 us | ≤ 3.00 us | met |")
        .contains("| Requests of | to gemini |\n|---|---|\n| caller openai | 12.3 |\n")
        .contains("| provider cohere | 1.20 | 2.50 |");
  }
}
