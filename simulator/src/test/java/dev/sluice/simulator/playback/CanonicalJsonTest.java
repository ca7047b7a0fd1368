package dev.sluice.simulator.playback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

  private static JsonNode json(String text) {
    return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":2} | {\"b\":2.0,\"a\":1e0}",
        "{\"a\":0} | {\"a\":0.00}",
        "{\"a\":\"\\u00e4\"} | { \"a\" : \"ä\" }",
        "{\"a\":1,\"stream_options\":{\"include_usage\":true}} | {\"a\":1}",
        "{\"a\":1,\"stream_options\":{}} | {\"a\":1,\"stream_options\":{\"include_usage\":true}}",
      })
  void shouldSpellEqualRequestsAlike(String one, String other) {
    assertThat(CanonicalJson.ofRequest(json(one))).isEqualTo(CanonicalJson.ofRequest(json(other)));
    assertThat(JsonDifference.first(json(one), json(other))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1} | {\"a\":\"1\"} | /a",
        "{\"a\":null} | {} | /a",
        "{\"a\":[1,2]} | {\"a\":[2,1]} | /a/0",
        "{\"a\":[1]} | {\"a\":[1,2]} | /a",
        "{\"a\":{\"stream_options\":1}} | {\"a\":{}} | /a/stream_options",
      })
  void shouldTellDifferentRequestsApart(String one, String other, String where) {
    assertThat(CanonicalJson.ofRequest(json(one)))
        .isNotEqualTo(CanonicalJson.ofRequest(json(other)));
    assertThat(JsonDifference.first(json(one), json(other)).orElseThrow()).startsWith(where + " ");
  }

  @Test
  void shouldSplitStreamsAfterBlankLines() {
    String body = "event: a\ndata: 1\n\ndata: 2\r\n\r\n: note\n\ndata: [DONE]";

    var events = RecordingReader.events(body);

    assertThat(events).hasSize(4);
    StringBuilder together = new StringBuilder();
    events.forEach(together::append);
    assertThat(together).hasToString(body);
  }
}
