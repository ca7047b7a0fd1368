package dev.sluice.router.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchBodyTest {
  @Test
  void shouldReadWhatRoutingNeeds() {
    BatchBody body =
        BatchBody.of(
                BatchDialect.CHAT,
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
    assertThat(BatchBody.of(BatchDialect.CHAT, text)).isEmpty();
  }

  @Test
  void shouldHoldNoOutputForEmbeddings() {
    String text =
        "{\"model\":\"vectors\",\"input\":[\"a\",\"b\"],\"max_tokens\":5,\"n\":3,\"user\":\"u\"}";

    BatchBody body = BatchBody.of(BatchDialect.EMBEDDINGS, text).orElseThrow();

    assertThat(body.maxOutputTokens()).isZero();
    assertThat(body.choices()).isEqualTo(1);
    assertThat(body.user()).isEqualTo("u");
    assertThat(body.inputTokensBound()).isEqualTo(1_000 + text.length() + 2 * 16);
  }

  @Test
  void shouldBoundARerankingByTheQueryOnceWithEachDocument() {
    String text = "{\"documents\":[\"a\",{\"text\":\"b\"}],\"model\":\"m\",\"query\":\"ruby\"}";

    BatchBody body = BatchBody.of(BatchDialect.RERANK, text).orElseThrow();

    assertThat(body.inputTokensBound()).isEqualTo(1_000 + text.length() + 2 * 4 + 2 * 16);
  }

  @Test
  void shouldTakeOnlyTheModelOfTheTopLevel() {
    assertThat(BatchBody.of(BatchDialect.CHAT, "{\"metadata\":{\"model\":\"inner\"}}")).isEmpty();
  }
}
