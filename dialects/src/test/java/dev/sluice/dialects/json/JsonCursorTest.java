package dev.sluice.dialects.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonCursorTest {
  @Test
  void shouldKeepTheTextOfEachValue() throws IOException {
    String json =
        "\n {\"n\":1.50e3,\"big\":123456789012345678901234567890,\"s\":\"a\\u00e9\\\"☾\",\"t\":true,"
            + "\"z\":null,\"o\":{\"a\": [1, {\"b\":2}]},\"e\":[],\"l\":{\n \"x y\" :\r\n \"p\\\\\\\" q\"\n}}";
    assertThat(fields(json))
        .isEqualTo(
            Map.of(
                "n", "1.50e3",
                "big", "123456789012345678901234567890",
                "s", "\"a\\u00e9\\\"☾\"",
                "t", "true",
                "z", "null",
                "o", "{\"a\": [1, {\"b\":2}]}",
                "e", "[]",
                "l", "{\"x y\":\"p\\\\\\\" q\"}"));
  }

  @Test
  void shouldTakeTheLastOfARepeatedKey() throws IOException {
    assertThat(fields("\uFEFF{\"a\":1,\"a\":[2]}")).isEqualTo(Map.of("a", "[2]"));
  }

  @Test
  void shouldReplaceHalvesOfSurrogatePairs() throws IOException {
    try (JsonCursor in = JsonCursor.ofValue("\"a\\ud83dz\\ude00\\ud83d\\ude00\"")) {
      assertThat(in.string()).isEqualTo("a\uFFFDz\uFFFD😀");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "null",
        "{",
        "{\"a\"",
        "{\"a\":}",
        "{\"a\":1}}",
        "{\"a\":1} x",
        "{a:1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":\"\n\"}",
        "{\"a\":1,}",
        "{\"a\" 1}"
      })
  void shouldRefuseWhatIsNotOneObject(String json) {
    assertThatThrownBy(() -> fields(json)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldRefuseBytesThatAreNotUtf8() {
    assertThatThrownBy(() -> read("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)))
        .isInstanceOf(IOException.class);
    byte[] broken = "{\"a\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
    broken[6] = (byte) 0xC3;
    assertThatThrownBy(() -> read(broken)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldRefuseDeepNestingAndEndlessNumbers() {
    String deep = "{\"a\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> fields(deep)).isInstanceOf(IOException.class);
    String number = "{\"a\":" + "9".repeat(5000) + "}";
    assertThatThrownBy(() -> fields(number)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldWriteNumbersWithoutAFractionAsSuch() {
    String text = new JsonText(16).object().fieldIfSet("a", Double.valueOf(1)).endObject().text();
    assertThat(text).isEqualTo("{\"a\":1}");
  }

  private static Map<String, String> fields(String json) throws IOException {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> read(byte[] json) throws IOException {
    try (JsonCursor in = JsonCursor.ofObject(json)) {
      Map<String, String> fields = in.rawFields();
      in.end();
      return fields;
    }
  }
}
