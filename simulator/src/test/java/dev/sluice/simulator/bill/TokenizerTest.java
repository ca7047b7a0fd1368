package dev.sluice.simulator.bill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {

  private final Tokenizer tokenizer = new Tokenizer(4);

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "hi,1",
        "'  ',1",
        "hi you,2",
        "information,3",
        "a  b,3",
        "it's,3",
        "2+2=4,5",
        "日本語日本語,2",
        "😀😀,2",
      })
  void shouldCount(String text, String expected) {
    assertThat(tokenizer.count(text)).isEqualTo(Integer.parseInt(expected.strip()));
  }

  @Test
  void shouldCutAnyTextIntoPiecesThatAreTheText() {
    Random random = new Random(42);
    for (int i = 0; i < 2000; i++) {
      String text = random(random);
      int[] ends = tokenizer.ends(text);

      assertThat(ends).isSorted().doesNotHaveDuplicates().hasSize(tokenizer.count(text));
      assertThat(text.isEmpty() ? 0 : ends[ends.length - 1]).isEqualTo(text.length());
      assertThat(ends.length).isLessThanOrEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
      for (int end : ends) {
        boolean splits =
            end < text.length()
                && Character.isHighSurrogate(text.charAt(end - 1))
                && Character.isLowSurrogate(text.charAt(end));
        assertThat(splits).isFalse();
      }
    }
  }

  private static String random(Random random) {
    String alphabet = "abcXYZ019  \n\t.,!?'äß日😀";
    int[] points = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(60); n > 0; n--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  @Test
  void shouldVaryTheCountOfModelsWithoutAPublicTokenizer() {
    for (int counted = 10; counted < 2000; counted += 7) {
      int billed = Tokenizer.billed("claude-haiku-4-5", counted, 1_000_000, 3);

      assertThat(billed).isBetween((int) (counted * 0.85) - 1, (int) (counted * 1.15) + 1);
      assertThat(Tokenizer.billed("gpt-4o", counted, 1_000_000, 3)).isEqualTo(counted);
      assertThat(Tokenizer.billed("openai/o3-mini", counted, 1_000_000, 3)).isEqualTo(counted);
      assertThat(Tokenizer.billed("claude-haiku-4-5", counted, 5, 3)).isEqualTo(5);
    }
  }
}
