package dev.sluice.simulator;

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

class ResponsesTest {
  private static Probe probe;

  @BeforeAll
  static void start() {
    probe = new Probe();
  }

  @AfterAll
  static void stop() {
    probe.close();
  }

  private static String says(String text, String more) {
    return "{\"model\":\"gpt-4o-mini\",\"input\":\"%s\"%s}".formatted(text, more);
  }

  private static HttpResponse<String> post(String body, String... headers) throws IOException {
    return probe.post("/v1/responses", body, headers);
  }

  @Test
  void shouldAnswerWithAResponse() throws IOException {
    JsonNode reply = json(post(says("hi [[sim out=6]]", ",\"instructions\":\"Be short.\"")));

    assertThat(reply.path("object").asText()).isEqualTo("response");
    assertThat(reply.path("status").asText()).isEqualTo("completed");
    assertThat(reply.at("/output/0/content/0/text").asText().split(" ")).hasSize(6);
    assertThat(reply.at("/usage/output_tokens").asInt()).isEqualTo(6);
    assertThat(reply.path("store").asBoolean(true)).isFalse();
  }

  @Test
  void shouldStreamEventsThatEndWithTheWholeResponse() throws IOException {
    HttpResponse<String> response =
        post(
            says("hi [[sim out=3 reasoning=2]]", ",\"stream\":true"),
            "x-client-request-id",
            "responses-1");

    List<JsonNode> events = events(response.body());
    assertThat(response.body()).doesNotContain("[DONE]");
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
    }
    assertThat(events)
        .extracting(e -> e.path("type").asText().replace("response.", ""))
        .containsExactly(
            "created",
            "in_progress",
            "output_item.added",
            "output_item.done",
            "output_item.added",
            "content_part.added",
            "output_text.delta",
            "output_text.delta",
            "output_text.delta",
            "output_text.done",
            "content_part.done",
            "output_item.done",
            "completed");
    JsonNode whole = events.getLast().path("response");
    assertThat(whole.at("/output/1/content/0/text").asText().split(" ")).hasSize(3);
    Tokens billed = Probe.tokens(probe.entry("responses-1"));
    assertThat(billed.output()).isEqualTo(3);
    assertThat(billed.reasoning()).isEqualTo(2);
    assertThat(whole.at("/usage/output_tokens").asInt()).isEqualTo(5);
    assertThat(whole.at("/usage/input_tokens").asInt()).isEqualTo(billed.prompt());
  }

  @Test
  void shouldCallAFunctionAndAnswerWhenItHasAnswered() throws IOException {
    String tools = ",\"tools\":[{\"type\":\"function\",\"name\":\"clock\"}]";
    JsonNode call = json(post(says("hi [[sim out=2 tool=clock]]", tools))).at("/output/0");
    String turns =
        "[{\"role\":\"user\",\"content\":\"hi [[sim out=2 tool=clock]]\"},"
            + call
            + ",{\"type\":\"function_call_output\",\"call_id\":"
            + call.path("call_id")
            + ",\"output\":\"noon\"}]";

    JsonNode answer = json(post("{\"model\":\"gpt-4o-mini\",\"input\":" + turns + tools + "}"));

    assertThat(call.path("type").asText()).isEqualTo("function_call");
    assertThat(call.path("name").asText()).isEqualTo("clock");
    assertThat(json(call.path("arguments").asText()).isObject()).isTrue();
    assertThat(answer.at("/output/0/type").asText()).isEqualTo("message");
  }

  @Test
  void shouldSayThatTheLimitCutItShort() throws IOException {
    JsonNode reply = json(post(says("hi [[sim out=30]]", ",\"max_output_tokens\":20")));

    assertThat(reply.path("status").asText()).isEqualTo("incomplete");
    assertThat(reply.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
  }

  @Test
  void shouldRefuseALimitThatOpenAiRefuses() throws IOException {
    HttpResponse<String> response = post(says("hi", ",\"max_output_tokens\":15"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/error/message").asText()).contains("Expected a value >= 16");
  }

  @Test
  void shouldRefuseACallWithoutInput() throws IOException {
    HttpResponse<String> response = post("{\"model\":\"gpt-4o-mini\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/error/message").asText()).contains("'input'");
  }
}
