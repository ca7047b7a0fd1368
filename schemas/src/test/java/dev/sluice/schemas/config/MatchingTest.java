package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {
  @ParameterizedTest(name = "{0} takes {1}: {2}")
  @CsvSource({
    "openai/gpt-4o, openai/gpt-4o, true",
    "openai/gpt-4o, openai/gpt-4o-mini, false",
    "openai/gpt-4o, x/openai/gpt-4o, false",
    "openai/GPT-4o, openai/gpt-4o, false",
    "openai/*, openai/gpt-4o, true",
    "openai/*, openai/org/model, true",
    "openai/*, openai/, true",
    "openai/*, openai, false",
    "openai/*, openai-two/gpt-4o, false",
    "*, openai/gpt-4o, true",
    "*, '', true",
    "**, a, true",
    "'', '', true",
    "'', a, false",
    "a, '', false",
    "*/gpt-4o, openai/gpt-4o, true",
    "*/gpt-4o, openai/gpt-4o-mini, false",
    "*gpt*mini, openai/gpt-4o-mini, true",
    "*gpt*mini, openai/gpt-4o-mini-2, false",
    "a*a, a, false",
    "a*a, aa, true",
    "a*b*c, abcbc, true",
    "a*b*c, acbb, false",
    "*ab, aab, true",
    "gpt-?, gpt-4, false",
    "gpt-.*, gpt-4, false"
  })
  void shouldTakeTheWholeTextWithStarsForAnything(String pattern, String text, boolean takes) {
    assertThat(Matching.takes(pattern, text)).isEqualTo(takes);
  }

  @Test
  void shouldNotSearchForeverAmongManyStars() {
    String text = "a".repeat(5_000);
    String pattern = "*a".repeat(100) + "*b";

    long begin = System.nanoTime();
    boolean takes = Matching.takes(pattern, text);

    assertThat(takes).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void shouldTakeAnyDeploymentWithoutAPattern() {
    assertThat(Matching.ANY.takesModel("openai/gpt-4o")).isTrue();
    assertThat(new Matching("openai/*", "", "", "").takesModel("openai/gpt-4o")).isTrue();
    assertThat(new Matching("openai/*", "", "", "").takesModel("anthropic/claude")).isFalse();
  }

  @Test
  void shouldRefuseAPatternWithBlanks() {
    assertThatThrownBy(() -> new Matching("open ai/*", "", "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Names.MODEL_RULE);
  }
}
