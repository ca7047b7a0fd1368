package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.ANTHROPIC;
import static dev.sluice.simulator.Probe.OPENAI;
import static dev.sluice.simulator.Probe.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaybackTest {

  private static final String REQUEST =
      "{\"model\":\"m-1\",\"temperature\":1.0,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String SSE =
      "data: {\"n\":1}\\n"
          + "\\n"
          + "data: {\"n\":2,\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":10}}\\n"
          + "\\n"
          + "data: [DONE]\\n"
          + "\\n";

  @TempDir Path folder;

  private void record(String id, String api, String path, String request, String response)
      throws IOException {
    Files.writeString(
        folder.resolve(id + ".json"),
        """
        {"id":"%s","api":"%s","request":{"method":"POST","path":"%s","body":%s},"response":%s}
        """
            .formatted(id, api, path, request, response));
  }

  private void recordChat(String id, String request, String content) throws IOException {
    record(
        id,
        "openai-chat-completions",
        "/openai/deployments/x/chat/completions?api-version=1",
        request,
        """
        {"status":200,"headers":{"content-type":"application/json","x-request-id":"%s",
         "content-length":"9999","transfer-encoding":"chunked","content-encoding":"gzip"},
         "body":{"content":"%s","n":1.50,"usage":{"prompt_tokens":12,"completion_tokens":5,
         "prompt_tokens_details":{"cached_tokens":2}}}}
        """
            .formatted(id, content));
  }

  private Probe strict() {
    return new Probe(SimulatorConfig.defaults().withPlayback(folder, true));
  }

  @Test
  void shouldPlayTheRecordingOfAnEqualRequest() throws IOException {
    recordChat("one", REQUEST, "recorded");
    String reordered =
        "{\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}],\"temperature\":1,\"model\":\"m-1\","
            + "\"stream_options\":{\"include_usage\":true}}";
    try (Probe probe = strict()) {
      HttpResponse<String> response = probe.post(OPENAI, reordered, "x-client-request-id", "p1");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("x-request-id")).hasValue("one");
      assertThat(response.headers().firstValue("content-encoding")).isEmpty();
      assertThat(response.body()).startsWith("{\"content\":\"recorded\",\"n\":1.50,");
      JsonNode tokens = probe.entry("p1").path("tokens");
      assertThat(tokens.path("input").asInt()).isEqualTo(10);
      assertThat(tokens.path("cached_input").asInt()).isEqualTo(2);
      assertThat(tokens.path("output").asInt()).isEqualTo(5);
    }
  }

  @Test
  void shouldNeverGuess() throws IOException {
    recordChat("one", REQUEST, "recorded");
    try (Probe probe = strict()) {
      HttpResponse<String> response = probe.post(OPENAI, REQUEST.replace("hi", "ho"));

      assertThat(response.statusCode()).isEqualTo(501);
      JsonNode error = json(response).path("error");
      assertThat(error.path("type").asText()).isEqualTo("simulator_no_recording");
      assertThat(error.path("message").asText())
          .contains("one")
          .contains("/messages/0/content")
          .contains("\"hi\"")
          .contains("\"ho\"");
      assertThat(probe.post(ANTHROPIC, REQUEST).statusCode()).isEqualTo(501);
    }
  }

  @Test
  void shouldTakeTurnsAndObeyTheExchangeHeader() throws IOException {
    recordChat("a", REQUEST, "first");
    recordChat("b", REQUEST, "second");
    try (Probe probe = strict()) {
      assertThat(probe.post(OPENAI, REQUEST).body()).contains("first");
      assertThat(probe.post(OPENAI, REQUEST).body()).contains("second");
      assertThat(probe.post(OPENAI, REQUEST).body()).contains("first");
      assertThat(probe.post(OPENAI, REQUEST, "x-sim-exchange", "a").body()).contains("first");
      assertThat(probe.post(OPENAI, Probe.chat("exchange:b", "anything", "")).body())
          .contains("second");
      assertThat(probe.post(OPENAI, Probe.chat("m", "x [[sim exchange=b]]", "")).body())
          .contains("second");
      assertThat(probe.post(OPENAI, Probe.chat("exchange:c", "anything", "")).statusCode())
          .isEqualTo(501);
      assertThat(probe.post(ANTHROPIC, Probe.message("exchange:b", "x", "")).statusCode())
          .isEqualTo(501);
    }
  }

  @Test
  void shouldPlayAStreamByteForByte() throws IOException {
    record(
        "s",
        "openai-chat-completions",
        "/api/v1/chat/completions",
        "null",
        "{\"status\":200,\"headers\":{\"content-type\":\"text/event-stream\"},\"body\":\""
            + SSE.replace("\"", "\\\"")
            + "\"}");
    try (Probe probe = strict()) {
      HttpResponse<String> response =
          probe.post(OPENAI, Probe.chat("exchange:s", "x", ""), "x-client-request-id", "p2");

      assertThat(response.body()).isEqualTo(SSE.replace("\\n", "\n"));
      JsonNode entry = probe.entry("p2");
      assertThat(entry.at("/tokens/input").asInt()).isEqualTo(7);
      assertThat(entry.at("/tokens/output").asInt()).isEqualTo(10);
      assertThatThrownBy(
              () -> probe.post(OPENAI, Probe.chat("exchange:s", "x [[sim fault=cut after=1]]", "")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldPlayErrorsAndBillNothing() throws IOException {
    record(
        "e",
        "anthropic-messages",
        "/v1/messages?beta=true",
        "{\"model\":\"m\"}",
        "{\"status\":529,\"headers\":{\"content-type\":\"application/json\",\"retry-after\":\"3\"},"
            + "\"body\":{\"type\":\"error\"}}");
    try (Probe probe = strict()) {
      HttpResponse<String> response =
          probe.post(ANTHROPIC, "{\"model\":\"m\"}", "x-client-request-id", "p3");

      assertThat(response.statusCode()).isEqualTo(529);
      assertThat(response.headers().firstValue("retry-after")).hasValue("3");
      assertThat(Probe.tokens(probe.entry("p3"))).isEqualTo(Tokens.NONE);
    }
  }

  @Test
  void shouldFindTheOnlyOneAlikeWhenLenient() throws IOException {
    recordChat("one", REQUEST, "recorded");
    recordChat("two", REQUEST.replace("hi", "ho"), "other");
    recordChat("three", REQUEST.replace("hi", "hm"), "third");
    recordChat("four", REQUEST.replace("hi", "hm").replace("1.0", "2"), "fourth");
    try (Probe probe = new Probe(SimulatorConfig.defaults().withPlayback(folder, false))) {
      String more = REQUEST.replace("1.0", "0.5");

      assertThat(probe.post(OPENAI, more).body()).contains("recorded");
      assertThat(
              probe
                  .post(
                      OPENAI,
                      more.replace(
                          "\"messages\":[",
                          "\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"))
                  .body())
          .contains("recorded");
      assertThat(probe.post(OPENAI, more.replace("m-1", "m-2")).statusCode()).isEqualTo(501);
      HttpResponse<String> doubtful = probe.post(OPENAI, more.replace("hi", "hm"));
      assertThat(doubtful.statusCode()).isEqualTo(501);
      assertThat(doubtful.body()).contains("three").contains("four");
    }
  }

  @Test
  void shouldRefuseToStartWithAFileThatIsNoExchange() throws IOException {
    Files.writeString(folder.resolve("x.json"), "{\"api\":\"anthropic-messages\"}");

    assertThatThrownBy(this::strict)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x.json");
  }
}
