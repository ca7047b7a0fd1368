package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.MISTRAL;
import static dev.sluice.simulator.Probe.chat;
import static dev.sluice.simulator.Probe.events;
import static dev.sluice.simulator.Probe.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MistralTest {
  private static final String MODEL = "mistral-small-latest";
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"clock\",\"parameters\":{}}}],"
          + "\"tool_choice\":\"any\"";

  private static Probe probe;

  @BeforeAll
  static void start() {
    probe = new Probe();
  }

  @AfterAll
  static void stop() {
    probe.close();
  }

  @Test
  void shouldThinkInPartsAndCountThoughtsAsCompletion() throws IOException {
    // When
    JsonNode reply =
        json(
            probe.post(
                MISTRAL,
                chat(MODEL, "hi [[sim out=6 reasoning=2]]", ""),
                "x-client-request-id",
                "m-1"));

    // Then
    JsonNode content = reply.at("/choices/0/message/content");
    assertThat(content.at("/0/thinking/0/text").asText().split(" ")).hasSize(2);
    assertThat(content.at("/1/text").asText().split(" ")).hasSize(6);
    assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(8);
    assertThat(Probe.tokens(probe.entry("m-1")).output()).isEqualTo(8);
  }

  @Test
  void shouldTellTheUsageOfAStreamUnasked() throws IOException {
    // When
    List<JsonNode> events =
        events(probe.post(MISTRAL, chat(MODEL, "hi [[sim out=3]]", ",\"stream\":true")).body());

    // Then
    assertThat(events).hasSize(5);
    assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(events.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(3);
  }

  @Test
  void shouldCallAToolByAnIdOfNineCharacters() throws IOException {
    // When
    JsonNode reply = json(probe.post(MISTRAL, chat(MODEL, "hi [[sim out=2]]", TOOLS)));
    List<JsonNode> events =
        events(
            probe
                .post(MISTRAL, chat(MODEL, "hi [[sim out=2]]", TOOLS + ",\"stream\":true"))
                .body());

    // Then
    JsonNode call = reply.at("/choices/0/message/tool_calls/0");
    JsonNode streamed = events.get(1).at("/choices/0/delta/tool_calls/0");
    assertThat(call.path("id").asText()).matches("[a-zA-Z0-9]{9}");
    assertThat(streamed.path("id").asText()).matches("[a-zA-Z0-9]{9}");
    assertThat(streamed.path("function")).isEqualTo(call.path("function"));
    assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
  }

  @Test
  void shouldWordErrorsAsMistralDoes() throws IOException {
    // When
    HttpResponse<String> wrongKey = probe.post(MISTRAL, chat(MODEL, "hi [[sim fault=401]]", ""));
    HttpResponse<String> limited =
        probe.post(MISTRAL, chat(MODEL, "hi [[sim fault=429 retry_after=7]]", ""));

    // Then
    assertThat(wrongKey.statusCode()).isEqualTo(401);
    assertThat(json(wrongKey).path("detail").asText()).isEqualTo("Invalid API Key");
    assertThat(json(limited).path("type").asText()).isEqualTo("rate_limited");
    assertThat(limited.headers().firstValue("retry-after")).hasValue("7");
  }
}
