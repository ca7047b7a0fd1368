package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

class BedrockTest {
  private static final String MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1%3A0";
  private static final String WHOLE = "/model/" + MODEL + "/converse";
  private static final String STREAM = "/model/" + MODEL + "/converse-stream";
  private static final String[] KEY = {"authorization", "Bearer any"};

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
    return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"%s\"}]}]%s}"
        .formatted(text, more);
  }

  private static List<Message> stream(String body) throws IOException {
    HttpRequest request =
        probe
            .request(STREAM)
            .headers(KEY)
            .header("x-client-request-id", "b-1")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      byte[] bytes = probe.client().send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
      List<Message> messages = new ArrayList<>();
      new MessageDecoder(messages::add).feed(bytes);
      return messages;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String type(Message message) {
    return Objects.requireNonNull(message.getHeaders().get(":event-type")).getString();
  }

  private static JsonNode payload(Message message) {
    return json(new String(message.getPayload(), StandardCharsets.UTF_8));
  }

  @Test
  void shouldAnswerWithAMessage() throws IOException {
    JsonNode reply = json(probe.post(WHOLE, says("hi [[sim out=6]]", ""), KEY));

    assertThat(reply.at("/output/message/content/0/text").asText().split(" ")).hasSize(6);
    assertThat(reply.path("stopReason").asText()).isEqualTo("end_turn");
    assertThat(reply.at("/usage/outputTokens").asInt()).isEqualTo(6);
  }

  @Test
  void shouldStreamMessagesWithTheUsageAtTheEnd() throws IOException {
    List<Message> messages = stream(says("hi [[sim out=3 reasoning=2]]", ""));

    assertThat(messages)
        .extracting(BedrockTest::type)
        .containsExactly(
            "messageStart",
            "contentBlockDelta",
            "contentBlockDelta",
            "contentBlockDelta",
            "contentBlockStop",
            "contentBlockDelta",
            "contentBlockDelta",
            "contentBlockDelta",
            "contentBlockStop",
            "messageStop",
            "metadata");
    JsonNode usage = payload(messages.getLast()).path("usage");
    Tokens billed = Probe.tokens(probe.entry("b-1"));
    assertThat(usage.path("outputTokens").asInt()).isEqualTo(5);
    assertThat(billed.output()).isEqualTo(5);
    assertThat(billed.prompt()).isEqualTo(usage.path("inputTokens").asInt());
  }

  @Test
  void shouldCallATool() throws IOException {
    String tools =
        ",\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"clock\",\"inputSchema\":{\"json\":"
            + "{\"type\":\"object\"}}}}],\"toolChoice\":{\"any\":{}}}";
    JsonNode reply = json(probe.post(WHOLE, says("hi [[sim out=2]]", tools), KEY));

    JsonNode call = reply.at("/output/message/content/0/toolUse");
    assertThat(call.path("name").asText()).isEqualTo("clock");
    assertThat(call.at("/input/text").asText()).isNotEmpty();
    assertThat(reply.path("stopReason").asText()).isEqualTo("tool_use");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'messages':[]}|must start with a user message",
        "{'messages':[{'role':'assistant','content':[{'text':'x'}]}]}|must start with a user",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'user','content':"
            + "[{'text':'x'}]}]}|must alternate",
        "{'messages':[{'role':'user','content':[]}]}|is empty",
        "{'messages':[{'role':'user','content':[{'text':' '}]}]}|is blank",
        "{'messages':[{'role':'user','content':[{'type':'text','text':'x'}]}]}|exactly one member",
        "{'messages':[{'role':'user','content':[{'image':{'format':'png','source':"
            + "{'url':'http://x'}}}]}]}|not supported",
        "{'messages':[{'role':'user','content':[{'toolResult':{'toolUseId':'a','content':[]}}]}]}"
            + "|exceeds the number of toolUse",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':"
            + "[{'toolUse':{'toolUseId':'a','name':'b','input':{}}}]},{'role':'user','content':"
            + "[{'text':'x'}]}]}|Expected toolResult blocks",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':"
            + "[{'toolUse':{'toolUseId':'a','name':'b','input':{}}}]},{'role':'user','content':"
            + "[{'toolResult':{'toolUseId':'a','content':[]}}]}]}|toolConfig field must be defined",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'toolConfig':{'tools':[]}}"
            + "|of length 1 or more",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'inferenceConfig':"
            + "{'temperature':1.5}}|between 0 and 1"
      })
  void shouldRefuseWhatBedrockRefuses(String body, String why) throws IOException {
    HttpResponse<String> response = probe.post(WHOLE, body.replace('\'', '"'), KEY);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("x-amzn-errortype").orElseThrow())
        .startsWith("ValidationException:");
    assertThat(json(response).path("message").asText()).contains(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|MissingAuthenticationTokenException",
        "AWS4-HMAC-SHA256 Credential=x|IncompleteSignatureException",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a22"
            + "60956d9b8aae1d763fbf31|UnrecognizedClientException",
        "AWS4-HMAC-SHA256 Credential=AKIASIMULATORSLUICE1/20150830/us-east-1/bedrock/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a22"
            + "60956d9b8aae1d763fbf31|InvalidSignatureException"
      })
  void shouldRefuseCallsThatDoNotProveWhoseTheyAre(String authorization, String type)
      throws IOException {
    String[] headers =
        authorization.isEmpty()
            ? new String[0]
            : new String[] {"authorization", authorization, "x-amz-date", "20150830T123600Z"};
    HttpResponse<String> response = probe.post(WHOLE, says("hi", ""), headers);

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.headers().firstValue("x-amzn-errortype").orElseThrow())
        .startsWith(type + ":");
  }
}
