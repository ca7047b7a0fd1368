package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreadableAnswerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"x\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"a b\"}|a b",
        "{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"a b c|a b c",
        "{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"a \\\" b|a \\\" b",
        "{\"content\":[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"text\",\"text\":\"two|onetwo",
        "<html>busy</html>|<html>busy</html>",
      })
  void shouldFindWhatTheModelWrote(String answer, String output) {
    assertThat(UnreadableAnswer.output(answer.getBytes(StandardCharsets.UTF_8))).isEqualTo(output);
  }

  @Test
  void shouldFindNothingInNothing() {
    assertThat(UnreadableAnswer.output(new byte[0])).isEmpty();
  }
}
