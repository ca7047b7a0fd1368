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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiTest {
  private static final String WHOLE = "/v1beta/models/gemini-2.5-flash:generateContent";
  private static final String STREAM =
      "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse";

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
    return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]%s}"
        .formatted(text, more);
  }

  @Test
  void shouldAnswerWithACandidate() throws IOException {
    JsonNode reply = json(probe.post(WHOLE, says("hi [[sim out=6]]", "")));

    assertThat(reply.at("/candidates/0/content/parts/0/text").asText().split(" ")).hasSize(6);
    assertThat(reply.at("/candidates/0/content/role").asText()).isEqualTo("model");
    assertThat(reply.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(reply.at("/usageMetadata/candidatesTokenCount").asInt()).isEqualTo(6);
    assertThat(reply.path("modelVersion").asText()).isEqualTo("gemini-2.5-flash");
    assertThat(reply.path("responseId").asText()).isNotEmpty();
  }

  @Test
  void shouldStreamChunksWithCumulativeUsageAndWithoutAnEndMark() throws IOException {
    HttpResponse<String> response =
        probe.post(STREAM, says("hi [[sim out=3 reasoning=2]]", ""), "x-client-request-id", "g-1");
    List<JsonNode> events = events(response.body().replace("\r", ""));

    assertThat(response.body()).doesNotContain("[DONE]");
    assertThat(events).hasSize(6);
    assertThat(events)
        .extracting(e -> e.at("/candidates/0/content/parts/0/thought").asBoolean())
        .containsExactly(true, true, false, false, false, false);
    assertThat(events)
        .extracting(e -> e.at("/usageMetadata/candidatesTokenCount").asInt())
        .containsExactly(0, 0, 1, 2, 3, 3);
    assertThat(events.getLast().at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(events.getLast().at("/usageMetadata/thoughtsTokenCount").asInt()).isEqualTo(2);
    Tokens billed = Probe.tokens(probe.entry("g-1"));
    assertThat(billed.output()).isEqualTo(3);
    assertThat(billed.reasoning()).isEqualTo(2);
    assertThat(billed.prompt())
        .isEqualTo(events.getLast().at("/usageMetadata/promptTokenCount").asInt());
  }

  @ParameterizedTest
  @CsvSource({"out=3,3", "out=1,1", "out=2 reasoning=1,3"})
  void shouldStreamOneJsonArrayWhereEventsAreNotAskedFor(String directive, int content)
      throws IOException {
    // When
    HttpResponse<String> response =
        probe.post(STREAM.replace("?alt=sse", ""), says("hi [[sim " + directive + "]]", ""));

    // Then
    JsonNode elements = json(response);
    assertThat(response.headers().firstValue("content-type")).get().asString().contains("json");
    assertThat(elements.isArray()).isTrue();
    assertThat(elements).hasSize(content + 1);
    assertThat(elements.get(content).at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(elements.get(content).at("/usageMetadata/totalTokenCount").asInt()).isPositive();
  }

  @Test
  void shouldEndAJsonArrayThatGoesWrongWithAnError() throws IOException {
    // When
    HttpResponse<String> response =
        probe.post(
            STREAM.replace("?alt=sse", ""), says("hi [[sim fault=stream_error after=2]]", ""));

    // Then
    JsonNode elements = json(response);
    assertThat(elements).hasSize(3);
    assertThat(elements.get(2).at("/error/status").asText()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void shouldCallAFunctionWhole() throws IOException {
    String tools =
        ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"clock\"}]}],"
            + "\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\"}}";
    JsonNode reply = json(probe.post(WHOLE, says("hi [[sim out=2]]", tools)));
    List<JsonNode> events =
        events(probe.post(STREAM, says("hi [[sim out=2]]", tools)).body().replace("\r", ""));

    JsonNode call = reply.at("/candidates/0/content/parts/0/functionCall");
    assertThat(call.path("name").asText()).isEqualTo("clock");
    assertThat(call.at("/args/text").asText()).isNotEmpty();
    assertThat(reply.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(events.getFirst().at("/candidates/0/content/parts/0/functionCall")).isEqualTo(call);
    assertThat(events).hasSize(2);
  }

  @Test
  void shouldCountCachedTokensAsPartOfThePrompt() throws IOException {
    String text = "one two three four five six seven eight";
    JsonNode plain = json(probe.post(WHOLE, says(text, "")));
    JsonNode cached = json(probe.post(WHOLE, says(text, ""), "x-sim-cached", "5"));

    assertThat(cached.at("/usageMetadata/cachedContentTokenCount").asInt()).isEqualTo(5);
    assertThat(cached.at("/usageMetadata/promptTokenCount"))
        .isEqualTo(plain.at("/usageMetadata/promptTokenCount"));
  }

  @Test
  void shouldGiveAsManyCandidatesAsAreAskedFor() throws IOException {
    String config = ",\"generationConfig\":{\"candidateCount\":2,\"maxOutputTokens\":4}";
    JsonNode reply = json(probe.post(WHOLE, says("hi [[sim out=9]]", config)));

    assertThat(reply.path("candidates")).hasSize(2);
    assertThat(reply.at("/candidates/1/finishReason").asText()).isEqualTo("MAX_TOKENS");
    assertThat(reply.at("/usageMetadata/candidatesTokenCount").asInt()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'contents':[]}|contents is not specified",
        "{'messages':[]}|Unknown name \"messages\"",
        "{'contents':[{'role':'model','parts':[{'text':'x'}]}]}|the first content",
        "{'contents':[{'role':'system','parts':[{'text':'x'}]}]}|valid role",
        "{'contents':[{'role':'user','parts':[]}]}|must not be empty",
        "{'contents':[{'role':'user','parts':[{'type':'text'}]}]}|Unknown name \"type\"",
        "{'contents':[{'parts':[{'text':'x'}]},{'parts':[{'text':'y'}]}]}|alternate",
        "{'contents':[{'parts':[{'functionResponse':{'name':'x','response':'y'}}]}]}|an object",
        "{'contents':[{'parts':[{'functionResponse':{'name':'x','response':{}}}]}]}|number of",
        "{'contents':[{'parts':[{'text':'x'}]}],'generationConfig':{'stop':1}}|\"stop\"",
        "{'contents':[{'parts':[{'text':'x'}]}],'tools':[{'functionDeclarations':[{'name':'f',"
            + "'parameters':{'type':'object','properties':{'a':{'type':'object',"
            + "'additionalProperties':false}}}}]}]}|\"additionalProperties\"",
        "{'contents':[{'parts':[{'text':'x'}]}],'generationConfig':{'responseMimeType':"
            + "'application/json','responseSchema':{'$ref':'#/a'}}}|\"$ref\"",
        "{'contents':[{'parts':[{'text':'x'}]}],'toolConfig':{'functionCallingConfig':"
            + "{'mode':'AUTO','allowedFunctionNames':['f']}}}|mode ANY"
      })
  void shouldRefuseWhatGoogleRefuses(String body, String why) throws IOException {
    HttpResponse<String> response = probe.post(WHOLE, body.replace('\'', '"'));

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = json(response).path("error");
    assertThat(error.path("status").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.path("message").asText()).contains(why);
  }

  @Test
  void shouldTellWhenToComeBackInTheDetails() throws IOException {
    HttpResponse<String> response =
        probe.post(WHOLE, says("hi [[sim fault=429 retry_after=7]]", ""));

    assertThat(response.statusCode()).isEqualTo(429);
    JsonNode error = json(response).path("error");
    assertThat(error.path("status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(error.at("/details/0/retryDelay").asText()).isEqualTo("7s");
    assertThat(response.headers().firstValue("retry-after")).isEmpty();
  }
}
