package dev.sluice.router.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchBodyTest {
  @Test
  void shouldReadWhatRoutingNeeds() {
    BatchBody body =
        BatchBody.ofOpenAiChat(
                """
                {"messages":[{"role":"user","content":[{"type":"text","text":"hi"},
                {"type":"image_url","image_url":{"url":"http://x"}}]}],
                "model":"assistant","max_tokens":5,"max_completion_tokens":7,"n":2,"user":"u"}
                """)
            .orElseThrow();

    assertThat(body.model()).isEqualTo("assistant");
    assertThat(body.maxOutputTokens()).isEqualTo(7);
    assertThat(body.choices()).isEqualTo(2);
    assertThat(body.user()).isEqualTo("u");
    assertThat(body.inputTokensBound()).isGreaterThan(50_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{}", "{\"model\":\"a\"", "{\"model\":\"a\"} {}", "null"})
  void shouldRefuseWhatIsNoRequest(String text) {
    assertThat(BatchBody.ofOpenAiChat(text)).isEmpty();
  }

  @Test
  void shouldTakeOnlyTheModelOfTheTopLevel() {
    assertThat(BatchBody.ofOpenAiChat("{\"metadata\":{\"model\":\"inner\"}}")).isEmpty();
  }
}
