package dev.sluice.schemas.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEstimatorTest {
  private static final long SEED = 42;
  private static final String[] SCRIPTS = {
    "the quick brown fox jumps over ",
    "Grüße aus Köln, ça va? ",
    "价格每百万个令牌",
    "日本語のテキスト",
    "한국어 문장 ",
    "Привет, мир! ",
    "😀👩‍👩‍👧‍👦🇩🇪🏳️‍🌈",
    "{\"a\":[1,2,3]}\n\t",
    "ﷺ㍿ĀāĂ𝔘𝔫𝔦",
    "\u0000\u0001\u200b<|endoftext|>",
    "मराठी ",
    "שלום "
  };

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(1, 40);
    for (int i = 0; i < pieces; i++) {
      if (random.nextInt(4) == 0) {
        text.appendCodePoint(randomCodePoint(random));
      } else {
        text.append(SCRIPTS[random.nextInt(SCRIPTS.length)]);
      }
    }
    return text.toString();
  }

  private static int randomCodePoint(Random random) {
    int point;
    do {
      point = random.nextInt(Character.MAX_CODE_POINT + 1);
    } while (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    return point;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-mini", "gpt-4", "text-embedding-3-small"})
  void shouldBoundWhatTokenizersCount(String model) throws Exception {
    ObjectMapper json = new ObjectMapper();
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      String text = randomText(random);
      long counted = TokenEstimator.estimateText(model, text);
      int bodyBytes = json.writeValueAsBytes(text).length;
      long bound = TokenEstimator.upperBoundInputTokens(bodyBytes, 1, 0, 0);
      assertThat(counted)
          .as("seed %d, round %d", SEED, i)
          .isLessThanOrEqualTo(text.getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(bound);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-mini,          hello world, 2",
    "openai/gpt-4o,        hello world, 2",
    "gpt-5.2,              hello world, 2",
    "gpt-3.5-turbo-0125,   hello world, 2",
    "claude-sonnet-4-5,    hello world, 3", // two tokens and a tenth, rounded up
    "llama-3,              你好世界,     3"
  })
  void shouldEstimate(String model, String text, long tokens) {
    assertThat(TokenEstimator.estimateText(model, text)).isEqualTo(tokens);
  }

  @Test
  void shouldKnowWhoseTokenizerIsPublic() {
    for (String model :
        new String[] {"gpt-4o", "gpt-4.1-nano", "o1", "o3-mini", "chatgpt-4o-latest"}) {
      assertThat(TokenEstimator.tokenizerOf(model)).as(model).isPresent();
    }
    assertThat(TokenEstimator.tokenizerOf("gpt-4").orElseThrow().getName())
        .isEqualTo("cl100k_base");
    assertThat(TokenEstimator.tokenizerOf("gpt-4o").orElseThrow().getName())
        .isEqualTo("o200k_base");
    for (String model : new String[] {"claude-opus-4-5", "gemini-2.5-pro", "mistral-small", ""}) {
      assertThat(TokenEstimator.tokenizerOf(model)).as(model).isEmpty();
    }
  }

  @Test
  void shouldEstimateLongTextsByASample() {
    String text = "word ".repeat(100_000);
    assertThat(TokenEstimator.estimateText("gpt-4o", text)).isBetween(99_000L, 101_000L);
    assertThat(TokenEstimator.estimateText("gpt-4o", "😀".repeat(150_000))).isPositive();
    assertThat(TokenEstimator.estimateText("gpt-4o", "")).isZero();
  }

  @Test
  void shouldAddImagesAndFilesToTheBound() {
    assertThat(TokenEstimator.upperBoundInputTokens(100, 2, 0, 0)).isEqualTo(1_132);
    assertThat(TokenEstimator.upperBoundInputTokens(100, 2, 1, 1)).isEqualTo(451_132);
    assertThatThrownBy(() -> TokenEstimator.upperBoundInputTokens(-1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
