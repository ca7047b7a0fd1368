package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.OPENAI;
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

class OpenAiChatTest {

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
  void shouldEchoTheLastUserMessage() throws IOException {
    HttpResponse<String> response =
        probe.post(OPENAI, chat("echo", "hello \\\"wide\\\" world", ""));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    JsonNode choice = json(response).at("/choices/0");
    assertThat(choice.at("/message/content").asText()).isEqualTo("hello \"wide\" world");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void shouldGenerateTheSameTextForTheSamePrompt() throws IOException {
    String first =
        json(probe.post(OPENAI, chat("gpt-4o", "hi", ""))).at("/choices/0/message").toString();
    String second =
        json(probe.post(OPENAI, chat("gpt-4o", "hi", ""))).at("/choices/0/message").toString();
    String other =
        json(probe.post(OPENAI, chat("gpt-4o", "ho", ""))).at("/choices/0/message").toString();

    assertThat(first).isEqualTo(second).isNotEqualTo(other);
  }

  @Test
  void shouldEndForLengthWhenTheLimitIsLower() throws IOException {
    JsonNode reply =
        json(probe.post(OPENAI, chat("gpt-4o", "hi [[sim out=50]]", ",\"max_tokens\":7")));

    assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(7);
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(reply.at("/choices/0/message/content").asText().split(" ")).hasSize(7);
  }

  @Test
  void shouldStreamOneTokenAChunkAndUsageWhenAsked() throws IOException {
    HttpResponse<String> response =
        probe.post(
            OPENAI,
            chat(
                "gpt-4o",
                "hi [[sim out=5]]",
                ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(response.body()).endsWith("data: [DONE]\n\n");
    List<JsonNode> events = events(response.body());
    assertThat(events).hasSize(1 + 5 + 1 + 1);
    assertThat(events.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(events.get(6).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(events.getLast().path("choices")).isEmpty();
    assertThat(events.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(5);
    assertThat(events.get(1).has("usage")).isTrue();
    assertThat(events.get(1).path("usage").isNull()).isTrue();
  }

  @Test
  void shouldStreamWithoutUsageWhenNotAsked() throws IOException {
    String body = probe.post(OPENAI, chat("gpt-4o", "hi", ",\"stream\":true")).body();

    assertThat(body).doesNotContain("usage").endsWith("data: [DONE]\n\n");
  }

  @Test
  void shouldAnswerSeveralChoicesInTurn() throws IOException {
    JsonNode reply = json(probe.post(OPENAI, chat("gpt-4o", "hi [[sim out=4]]", ",\"n\":3")));
    List<JsonNode> events =
        events(
            probe
                .post(OPENAI, chat("gpt-4o", "hi [[sim out=4]]", ",\"n\":3,\"stream\":true"))
                .body());

    assertThat(reply.path("choices")).hasSize(3);
    assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(12);
    assertThat(events).hasSize(3 + 12 + 3);
    assertThat(events.subList(3, 6))
        .extracting(e -> e.at("/choices/0/index").asInt())
        .containsExactly(0, 1, 2);
  }

  @Test
  void shouldCallATool() throws IOException {
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{}}}]";
    JsonNode byDirective =
        json(probe.post(OPENAI, chat("gpt-4o", "hi [[sim tool=clock out=3]]", tools)));
    JsonNode byModel = json(probe.post(OPENAI, chat("tool-call", "hi", tools)));
    JsonNode byChoice =
        json(probe.post(OPENAI, chat("gpt-4o", "hi", tools + ",\"tool_choice\":\"required\"")));

    assertThat(byDirective.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    JsonNode function = byDirective.at("/choices/0/message/tool_calls/0/function");
    assertThat(function.path("name").asText()).isEqualTo("clock");
    assertThat(json(function.path("arguments").asText()).path("text").asText().split(" "))
        .hasSize(3);
    assertThat(byModel.at("/choices/0/message/tool_calls/0/function/name").asText())
        .isEqualTo("weather");
    assertThat(byChoice.at("/choices/0/message/tool_calls/0/function/name").asText())
        .isEqualTo("weather");
  }

  @Test
  void shouldStreamAToolCall() throws IOException {
    String body =
        probe
            .post(OPENAI, chat("gpt-4o", "hi [[sim tool=clock out=3]]", ",\"stream\":true"))
            .body();

    StringBuilder arguments = new StringBuilder();
    for (JsonNode event : events(body)) {
      arguments.append(event.at("/choices/0/delta/tool_calls/0/function/arguments").asText());
    }
    assertThat(json(arguments.toString()).path("text").asText()).isNotEmpty();
    assertThat(body).contains("\"name\":\"clock\"").contains("\"finish_reason\":\"tool_calls\"");
  }

  @Test
  void shouldNotCallTheToolAgainWhenItsResultIsThere() throws IOException {
    String body =
        "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi [[sim"
            + " tool=clock]]\"},"
            + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":"
            + "\"function\",\"function\":{\"name\":\"clock\",\"arguments\":\"{}\"}}]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"noon\"}]}";

    assertThat(json(probe.post(OPENAI, body)).at("/choices/0/finish_reason").asText())
        .isEqualTo("stop");
  }

  @Test
  void shouldStateReasoningAndCachedTokens() throws IOException {
    JsonNode usage =
        json(probe.post(
                OPENAI, chat("o3-mini", "a b c d e [[sim out=5 reasoning=9 cached=4]]", "")))
            .path("usage");

    assertThat(usage.path("completion_tokens").asInt()).isEqualTo(14);
    assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt()).isEqualTo(9);
    assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(4);
    assertThat(usage.path("total_tokens").asInt())
        .isEqualTo(usage.path("prompt_tokens").asInt() + 14);
  }

  @Test
  void shouldTakeBehaviourFromHeadersAndMetadata() throws IOException {
    JsonNode byHeader = json(probe.post(OPENAI, chat("gpt-4o", "hi", ""), "x-sim-out", "11"));
    JsonNode byMetadata =
        json(
            probe.post(
                OPENAI, chat("gpt-4o", "hi", ",\"metadata\":{\"out\":\"12\",\"team\":\"x\"}")));

    assertThat(byHeader.at("/usage/completion_tokens").asInt()).isEqualTo(11);
    assertThat(byMetadata.at("/usage/completion_tokens").asInt()).isEqualTo(12);
  }

  @Test
  void shouldRefuseWhatCannotBeAnswered() throws IOException {
    assertThat(probe.post(OPENAI, "{nonsense").statusCode()).isEqualTo(400);
    assertThat(probe.post(OPENAI, "{\"model\":\"gpt-4o\"}").statusCode()).isEqualTo(400);
    HttpResponse<String> slip = probe.post(OPENAI, chat("gpt-4o", "[[sim outt=5]]", ""));
    assertThat(slip.statusCode()).isEqualTo(400);
    assertThat(json(slip).at("/error/message").asText()).contains("outt");
    assertThat(json(slip).at("/error/type").asText()).isEqualTo("invalid_request_error");
  }

  @Test
  void shouldListModelsAndHealth() throws IOException {
    assertThat(json(probe.get("/v1/models")).path("data").findValuesAsText("id"))
        .contains("echo", "gpt-4o-mini", "claude-sonnet-4-5");
    assertThat(probe.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(probe.get("/elsewhere").statusCode()).isEqualTo(404);
  }
}
