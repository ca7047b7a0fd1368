package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorsTest {
  private static final String OPENAI = "/v1/embeddings";

  private static Probe probe;

  @BeforeAll
  static void start() {
    probe = new Probe();
  }

  @AfterAll
  static void stop() {
    probe.close();
  }

  private static String asks(String more) {
    return "{\"model\":\"text-embedding-3-small\",\"input\":[\"one two\",\"three\"]" + more + "}";
  }

  @Test
  void shouldGiveTheSameVectorsInBothForms() throws IOException {
    JsonNode decimals = json(probe.post(OPENAI, asks(",\"dimensions\":3")));
    JsonNode packed =
        json(probe.post(OPENAI, asks(",\"dimensions\":3,\"encoding_format\":\"base64\"")));

    for (int i = 0; i < 2; i++) {
      ByteBuffer floats =
          ByteBuffer.wrap(
                  Base64.getDecoder().decode(packed.at("/data/" + i + "/embedding").asText()))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (JsonNode value : decimals.at("/data/" + i + "/embedding")) {
        assertThat(floats.getFloat()).isEqualTo(Float.parseFloat(value.asText()));
      }
      assertThat(floats.hasRemaining()).isFalse();
    }
    assertThat(decimals.at("/data/0/embedding")).isNotEqualTo(decimals.at("/data/1/embedding"));
  }

  @Test
  void shouldBillWhatItTells() throws IOException {
    JsonNode reply = json(probe.post(OPENAI, asks(""), "x-client-request-id", "v-1"));
    JsonNode entry = probe.entry("v-1");

    assertThat(Probe.tokens(entry).input()).isEqualTo(reply.at("/usage/prompt_tokens").asInt());
    assertThat(Probe.tokens(entry).completion()).isZero();
    assertThat(entry.path("cost_nano_usd").asLong()).isPositive();
    assertThat(entry.path("api").asText()).isEqualTo("openai-embeddings");
  }

  @Test
  void shouldOweNothingWhenTold() throws IOException {
    HttpResponse<String> reply =
        probe.post(OPENAI, asks(""), "x-client-request-id", "v-2", "x-sim-fault", "429");

    assertThat(reply.statusCode()).isEqualTo(429);
    assertThat(Probe.tokens(probe.entry("v-2")).prompt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/embeddings|{\"model\":\"m\",\"input\":[]}",
        "/v1/embeddings|{\"model\":\"m\",\"input\":\"a\",\"dimensions\":-1}",
        "/v1beta/models/m:embedContent|{}",
        "/v2/embed|{\"model\":\"m\",\"texts\":[\"a\"]}",
        "/v2/rerank|{\"model\":\"m\",\"query\":\"q\"}",
        "/v2/rerank|no json"
      })
  void shouldRefuseWhatIsNoCall(String path, String body) throws IOException {
    assertThat(probe.post(path, body).statusCode()).isEqualTo(400);
  }

  @Test
  void shouldSpeakGeminiAndCohere() throws IOException {
    String content = "{\"content\":{\"parts\":[{\"text\":\"a b\"}]}}";
    JsonNode one = json(probe.post("/v1beta/models/gemini-embedding-001:embedContent", content));
    JsonNode batch =
        json(
            probe.post(
                "/v1beta/models/gemini-embedding-001:batchEmbedContents",
                "{\"requests\":[" + content + "]}"));
    JsonNode cohere =
        json(
            probe.post(
                "/v2/embed",
                "{\"model\":\"embed-v4.0\",\"input_type\":\"search_query\",\"texts\":[\"a b\"]}"));
    JsonNode order =
        json(
            probe.post(
                "/v2/rerank",
                "{\"model\":\"rerank-v3.5\",\"query\":\"b\",\"documents\":[\"a\",\"b\"],\"top_n\":1}"));

    assertThat(batch.at("/embeddings/0/values")).isEqualTo(one.at("/embedding/values"));
    assertThat(cohere.at("/embeddings/float/0")).isEqualTo(one.at("/embedding/values"));
    assertThat(cohere.at("/meta/billed_units/input_tokens").asInt()).isPositive();
    assertThat(order.path("results")).hasSize(1);
    assertThat(order.at("/results/0/index").asInt()).isEqualTo(1);
    assertThat(order.at("/meta/billed_units/search_units").asInt()).isEqualTo(1);
  }
}
