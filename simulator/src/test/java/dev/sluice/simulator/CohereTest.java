package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.COHERE;
import static dev.sluice.simulator.Probe.chat;
import static dev.sluice.simulator.Probe.events;
import static dev.sluice.simulator.Probe.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CohereTest {
  private static final String MODEL = "command-a-03-2025";
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"clock\","
          + "\"parameters\":{\"type\":\"object\",\"properties\":{}}}}],\"tool_choice\":\"REQUIRED\"";

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
  void shouldAnswerWithABilledMessage() throws IOException {
    // When
    JsonNode reply =
        json(
            probe.post(
                COHERE,
                chat(MODEL, "hi [[sim out=6 reasoning=2]]", ""),
                "x-client-request-id",
                "c-1"));

    // Then
    assertThat(reply.at("/message/content/0/thinking").asText().split(" ")).hasSize(2);
    assertThat(reply.at("/message/content/1/text").asText().split(" ")).hasSize(6);
    assertThat(reply.path("finish_reason").asText()).isEqualTo("COMPLETE");
    Tokens billed = Probe.tokens(probe.entry("c-1"));
    JsonNode units = reply.at("/usage/billed_units");
    assertThat(units.path("input_tokens").asInt()).isEqualTo(billed.prompt());
    assertThat(units.path("output_tokens").asInt()).isEqualTo(8).isEqualTo(billed.completion());
    assertThat(reply.at("/usage/tokens/input_tokens").asInt()).isGreaterThan(billed.prompt());
    assertThat(probe.entry("c-1").path("cost_nano_usd").asLong())
        .isEqualTo(billed.prompt() * 2500L + 8 * 10_000L);
  }

  @Test
  void shouldStreamEventsThatEndWithTheUsage() throws IOException {
    // When
    String body =
        probe.post(COHERE, chat(MODEL, "hi [[sim out=3 reasoning=2]]", ",\"stream\":true")).body();

    // Then
    List<JsonNode> events = events(body);
    assertThat(events)
        .extracting(event -> event.path("type").asText())
        .containsExactly(
            "message-start",
            "content-start",
            "content-delta",
            "content-delta",
            "content-end",
            "content-start",
            "content-delta",
            "content-delta",
            "content-delta",
            "content-end",
            "message-end");
    assertThat(events.get(7).path("index").asInt()).isEqualTo(1);
    assertThat(events.getLast().at("/delta/usage/billed_units/output_tokens").asInt()).isEqualTo(5);
    assertThat(body).endsWith("data: [DONE]\n\n");
  }

  @Test
  void shouldCallATool() throws IOException {
    // When
    JsonNode reply = json(probe.post(COHERE, chat(MODEL, "hi [[sim out=2]]", TOOLS)));
    List<JsonNode> events =
        events(
            probe.post(COHERE, chat(MODEL, "hi [[sim out=2]]", TOOLS + ",\"stream\":true")).body());

    // Then
    JsonNode call = reply.at("/message/tool_calls/0");
    assertThat(call.at("/function/name").asText()).isEqualTo("clock");
    assertThat(json(call.at("/function/arguments").asText()).isObject()).isTrue();
    assertThat(reply.path("finish_reason").asText()).isEqualTo("TOOL_CALL");
    StringBuilder arguments = new StringBuilder();
    events.forEach(event ->
        arguments.append(event.at("/delta/message/tool_calls/function/arguments").asText()));
    assertThat(arguments.toString()).isEqualTo(call.at("/function/arguments").asText());
    assertThat(events.getLast().at("/delta/finish_reason").asText()).isEqualTo("TOOL_CALL");
  }

  @Test
  void shouldWordErrorsAsCohereDoes() throws IOException {
    // When
    HttpResponse<String> limited =
        probe.post(COHERE, chat(MODEL, "hi [[sim fault=429 retry_after=7]]", ""));
    JsonNode tooLong = json(probe.post(COHERE, chat(MODEL, "hi [[sim fault=context]]", "")));

    // Then
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).hasValue("7");
    assertThat(json(limited).path("message").asText()).isNotEmpty();
    assertThat(tooLong.path("error_type").asText()).isEqualTo("TOO_MANY_TOKENS");
  }
}
