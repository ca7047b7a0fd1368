package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.ANTHROPIC;
import static dev.sluice.simulator.Probe.chat;
import static dev.sluice.simulator.Probe.events;
import static dev.sluice.simulator.Probe.json;
import static dev.sluice.simulator.Probe.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnthropicMessagesTest {

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
  void shouldAnswerAMessage() throws IOException {
    JsonNode reply =
        json(probe.post(ANTHROPIC, message("claude-haiku-4-5", "hi [[sim out=6]]", "")));

    assertThat(reply.path("type").asText()).isEqualTo("message");
    assertThat(reply.at("/content/0/text").asText().split(" ")).hasSize(6);
    assertThat(reply.path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(reply.at("/usage/output_tokens").asInt()).isEqualTo(6);
  }

  @Test
  void shouldStreamInTheEventGrammar() throws IOException {
    List<JsonNode> events =
        events(
            probe
                .post(
                    ANTHROPIC, message("claude-haiku-4-5", "hi [[sim out=3]]", ",\"stream\":true"))
                .body());

    assertThat(events)
        .extracting(e -> e.path("type").asText())
        .containsExactly(
            "message_start",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(events.get(0).at("/message/usage/output_tokens").asInt()).isEqualTo(1);
    assertThat(events.get(7).at("/usage/output_tokens").asInt()).isEqualTo(3);
    assertThat(events.get(7).at("/delta/stop_reason").asText()).isEqualTo("end_turn");
  }

  @Test
  void shouldThinkInABlockWithASignature() throws IOException {
    String prompt = "hi [[sim out=3 reasoning=4]]";
    JsonNode reply = json(probe.post(ANTHROPIC, message("claude-haiku-4-5", prompt, "")));
    List<JsonNode> events =
        events(
            probe.post(ANTHROPIC, message("claude-haiku-4-5", prompt, ",\"stream\":true")).body());

    assertThat(reply.at("/content/0/type").asText()).isEqualTo("thinking");
    assertThat(reply.at("/content/0/signature").asText()).isNotEmpty();
    assertThat(reply.at("/content/1/type").asText()).isEqualTo("text");
    assertThat(reply.at("/usage/output_tokens").asInt()).isEqualTo(7);
    assertThat(events)
        .extracting(e -> e.at("/delta/type").asText())
        .filteredOn(t -> !t.isEmpty())
        .containsExactly(
            "thinking_delta",
            "thinking_delta",
            "thinking_delta",
            "thinking_delta",
            "signature_delta",
            "text_delta",
            "text_delta",
            "text_delta");
  }

  @Test
  void shouldUseATool() throws IOException {
    String tools = ",\"tools\":[{\"name\":\"clock\",\"input_schema\":{\"type\":\"object\"}}]";
    JsonNode reply =
        json(
            probe.post(
                ANTHROPIC,
                message("claude-haiku-4-5", "hi", tools + ",\"tool_choice\":{\"type\":\"any\"}")));
    String stream =
        probe
            .post(
                ANTHROPIC,
                message(
                    "claude-haiku-4-5", "hi [[sim tool=clock out=2]]", tools + ",\"stream\":true"))
            .body();

    assertThat(reply.at("/content/0/name").asText()).isEqualTo("clock");
    assertThat(reply.at("/content/0/input/text").asText()).isNotEmpty();
    assertThat(reply.path("stop_reason").asText()).isEqualTo("tool_use");
    StringBuilder input = new StringBuilder();
    for (JsonNode event : events(stream)) {
      input.append(event.at("/delta/partial_json").asText());
    }
    assertThat(json(input.toString()).path("text").asText().split(" ")).hasSize(2);
  }

  @Test
  void shouldLeaveCachedTokensOutOfTheInput() throws IOException {
    String text = "one two three four five six seven eight ";
    JsonNode plain = json(probe.post(ANTHROPIC, message("echo", text, "")));
    JsonNode cached =
        json(
            probe.post(
                ANTHROPIC,
                message("echo", text, ""),
                "x-sim-cached",
                "5",
                "x-sim-cache-write",
                "2"));

    assertThat(cached.at("/usage/cache_read_input_tokens").asInt()).isEqualTo(5);
    assertThat(cached.at("/usage/cache_creation_input_tokens").asInt()).isEqualTo(2);
    assertThat(cached.at("/usage/input_tokens").asInt())
        .isEqualTo(plain.at("/usage/input_tokens").asInt() - 7);
  }

  @Test
  void shouldTakeBehaviourFromTheUserId() throws IOException {
    String metadata = ",\"metadata\":{\"user_id\":\"{\\\"out\\\":9}\"}";

    assertThat(
            json(probe.post(ANTHROPIC, message("claude-haiku-4-5", "hi", metadata)))
                .at("/usage/output_tokens")
                .asInt())
        .isEqualTo(9);
  }

  @Test
  void shouldInsistOnAnOutputLimit() throws IOException {
    JsonNode error = json(probe.post(ANTHROPIC, chat("claude-haiku-4-5", "hi", "")));

    assertThat(error.path("type").asText()).isEqualTo("error");
    assertThat(error.at("/error/type").asText()).isEqualTo("invalid_request_error");
  }
}
