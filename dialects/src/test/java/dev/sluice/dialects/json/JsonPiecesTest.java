package dev.sluice.dialects.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonPiecesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|true",
        "{\"a\":[1,{}]}|true",
        "{\"a\":\"}\"|false",
        "{\"a\":\"\\\"}\"}|true",
        "{\"a\":\"\\\\\"}|true",
        "[1|false",
        "``|false",
        "12|false"
      })
  void shouldTellWhenItHasEndedHoweverItIsSplit(String json, boolean ended) {
    var whole = new JsonPieces();
    var pieces = new JsonPieces();

    whole.add(json);
    json.chars().forEach(c -> pieces.add(Character.toString(c)));

    assertThat(whole.ended()).isEqualTo(ended);
    assertThat(pieces.ended()).isEqualTo(ended);
  }
}
