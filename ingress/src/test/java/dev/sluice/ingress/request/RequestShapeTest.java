package dev.sluice.ingress.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.openai.embeddings.EmbeddingsCaller;
import dev.sluice.dialects.openai.rerank.RerankCaller;
import dev.sluice.dialects.responses.ResponsesDialect;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestShapeTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldBoundEmbeddingsByTheirBytesAndInputs() {
    byte[] body = bytes("{\"model\":\"m\",\"input\":[[1,2],[3]]}");
    var read = (ReadRequest.Parsed) new EmbeddingsCaller().read(body);

    RequestShape shape = RequestShape.of(read.request(), body.length);

    assertThat(shape.inputTokensBound()).isEqualTo(1_000 + body.length + 2 * 16);
    assertThat(shape.features()).isEmpty();
  }

  @Test
  void shouldBoundImagesInItemsThatAreKeptWhole() {
    byte[] body =
        bytes(
            "{\"model\":\"m\",\"input\":[{\"type\":\"computer_call_output\",\"call_id\":\"c\","
                + "\"output\":{\"type\":\"computer_screenshot\","
                + "\"image_url\":\"https://example.com/a.png\"}}]}");
    var read = (ReadRequest.Parsed) new ResponsesDialect().read(body);

    RequestShape shape = RequestShape.of(read.request(), body.length);

    assertThat(shape.inputTokensBound()).isGreaterThan(50_000 + body.length);
  }

  @Test
  void shouldBoundARerankingByTheQueryOnceWithEachDocument() {
    byte[] body =
        bytes("{\"model\":\"m\",\"query\":\"r\u00fcby\",\"documents\":[\"a\",\"b\",\"c\"]}");
    var read = (ReadRequest.Parsed) new RerankCaller().read(body);

    RequestShape shape = RequestShape.of(read.request(), body.length);

    assertThat(shape.inputTokensBound()).isEqualTo(1_000 + body.length + 3 * 5 + 3 * 16);
  }
}
