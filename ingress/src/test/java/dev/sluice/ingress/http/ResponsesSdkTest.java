package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.SseException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.StructuredResponseCreateParams;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.ingress.reply.Frames;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.InferenceRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers of OpenAI's responses, and of its completions, with the official SDK. */
class ResponsesSdkTest {
  private static final ResponseCreateParams PARAMS =
      ResponseCreateParams.builder()
          .model("assistant")
          .instructions("Be short.")
          .input("Say hi")
          .store(true)
          .build();

  private final RunningIngress ingress = new RunningIngress();
  private final String url = "http://127.0.0.1:" + ingress.port() + "/v1";
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .apiKey(TestConfig.KEY)
          .baseUrl(url)
          .maxRetries(0)
          .timeout(Duration.ofSeconds(20))
          .build();

  /** What a structured answer is to be. */
  public static final class Person {
    public String name = "";
    public int age;
  }

  @AfterEach
  void stop() {
    client.close();
    ingress.close();
  }

  @Test
  void shouldAnswerWithAResponseThatIsNotKept() throws InterruptedException {
    // Given
    answer("Hello there");

    // When
    Response response = client.responses().create(PARAMS);

    // Then
    assertThat(text(response)).isEqualTo("Hello there");
    assertThat(response.status()).contains(ResponseStatus.COMPLETED);
    assertThat(response.usage().orElseThrow().inputTokens()).isEqualTo(3);
    assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(2);
    assertThat(response.instructions().orElseThrow().asString()).isEqualTo("Be short.");
    assertThat(response._additionalProperties().get("store")).isEqualTo(JsonValue.from(false));
    assertThat(response.tools()).isEmpty();
    assertThat(response.parallelToolCalls()).isTrue();
    assertThat(response.validate()).isSameAs(response);
    InferenceRequest published = ingress.pipeline.next();
    assertThat(published.getEnvelope().getClientDialect()).isEqualTo("responses");
    assertThat(canonical(published).getSystem().getFirst().getText()).isEqualTo("Be short.");
  }

  @Test
  void shouldStreamEventsThatMakeAResponse() {
    // Given
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.stream(
                        request.getEnvelope().getRequestId(), 1, 1_000, "one ", "two")
                    .toArray(ReplyFrame[]::new));
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    var deltas = new StringBuilder();

    // When
    try (var events = client.responses().createStreaming(PARAMS)) {
      events.stream()
          .peek(accumulator::accumulate)
          .forEach(event -> event.outputTextDelta().ifPresent(d -> deltas.append(d.delta())));
    }

    // Then
    assertThat(deltas).hasToString("one two");
    assertThat(text(accumulator.response())).isEqualTo("one two");
    JsonNode usage = json(accumulator.response().usage().orElseThrow()._additionalProperties());
    assertThat(usage.path("sluice").path("cost_usd").asText()).isEqualTo("0.000001");
  }

  @Test
  void shouldEndAStreamThatBreaksWithAnError() {
    // Given
    ingress.pipeline.responder =
        request -> {
          String id = request.getEnvelope().getRequestId();
          List<ReplyFrame> frames = ingress.pipeline.stream(id, 1, 0, "one ", "two");
          ingress.pipeline.send(frames.get(0), frames.get(1));
          ingress.pipeline.send(
              Frames.error(id, 1, 2, Frames.info(ErrorKind.STREAM_BROKEN, "It broke."), 0L));
        };

    // When // Then
    assertThatExceptionOfType(SseException.class)
        .isThrownBy(() -> {
          try (var events = client.responses().createStreaming(PARAMS)) {
            events.stream().forEach(event -> {});
          }
        })
        .satisfies(e -> assertThat(e.code()).contains("stream_broken"));
  }

  @Test
  void shouldCarryACallOfAFunctionAndItsResultThroughTwoTurns() throws InterruptedException {
    // Given
    ingress.pipeline.responder =
        request -> {
          String id = request.getEnvelope().getRequestId();
          boolean first = ingress.pipeline.published.size() == 1;
          ingress.pipeline.send(
              first
                  ? ingress.pipeline.calling(id, 1, "call_7", "look_up", "{\"q\":\"life\"}")
                  : ingress.pipeline.whole(id, 1, "It is 42.", 0));
        };
    FunctionTool tool =
        FunctionTool.builder()
            .name("look_up")
            .strict(false)
            .parameters(
                FunctionTool.Parameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .build())
            .build();
    List<ResponseInputItem> input = new ArrayList<>();
    input.add(
        ResponseInputItem.ofMessage(
            ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER)
                .addInputTextContent("What is it?")
                .build()));

    // When
    ResponseCreateParams.Builder params =
        ResponseCreateParams.builder().model("assistant").addTool(tool);
    Response asked = client.responses().create(params.inputOfResponse(input).build());
    ResponseFunctionToolCall call = asked.output().getFirst().asFunctionCall();
    input.add(ResponseInputItem.ofFunctionCall(call));
    input.add(
        ResponseInputItem.ofFunctionCallOutput(
            ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output("42")
                .build()));
    Response answered = client.responses().create(params.inputOfResponse(input).build());

    // Then
    assertThat(call.callId()).isEqualTo("call_7");
    assertThat(call.name()).isEqualTo("look_up");
    assertThat(call.arguments()).isEqualTo("{\"q\":\"life\"}");
    assertThat(text(answered)).isEqualTo("It is 42.");
    ingress.pipeline.next();
    CanonicalRequest second = canonical(ingress.pipeline.next());
    assertThat(second.getMessages())
        .extracting(Message::getRole)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL);
    assertThat(second.getMessages().get(1).getParts().getFirst().getToolCallId())
        .isEqualTo("call_7");
    assertThat(second.getMessages().get(2).getParts().getFirst().getToolCallId())
        .isEqualTo("call_7");
  }

  @Test
  void shouldAnswerInTheFormThatWasAskedFor() throws InterruptedException {
    // Given
    answer("{\\\"name\\\":\\\"Bob\\\",\\\"age\\\":42}");
    StructuredResponseCreateParams<Person> params =
        ResponseCreateParams.builder()
            .model("assistant")
            .input("Bob is 42 years old.")
            .text(Person.class)
            .build();

    // When
    var response = client.responses().create(params);

    // Then
    Person person = response.output().getFirst().asMessage().content().getFirst().asOutputText();
    assertThat(person.name).isEqualTo("Bob");
    assertThat(person.age).isEqualTo(42);
    CanonicalRequest request = canonical(ingress.pipeline.next());
    assertThat(request.getResponseFormat().getKind()).isEqualTo(ResponseFormatKind.JSON_SCHEMA);
    assertThat(request.getResponseFormat().getJsonSchema()).contains("\"age\"");
  }

  @Test
  void shouldSayThatNoResponseIsKept() {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() ->
            client.responses().create(PARAMS.toBuilder().previousResponseId("resp_1").build()))
        .satisfies(e -> {
          assertThat(e.code()).contains("unsupported_parameter");
          assertThat(e.param()).contains("previous_response_id");
        })
        .withMessageContaining("Send the whole conversation in 'input'");
    assertThat(ingress.pipeline.published).isEmpty();
  }

  @Test
  void shouldRefuseToGoBackToAResponseOrToKeepAConnection() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> kept = get(http, "/responses/resp_1");
      assertThat(kept.statusCode()).isEqualTo(404);
      assertThat(json(kept.body()).at("/error/message").asText())
          .startsWith("The response is not there: Sluice keeps no responses.");
      assertThat(get(http, "/responses").statusCode()).isEqualTo(405);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      var refused =
          http.newWebSocketBuilder()
              .header("Authorization", "Bearer " + TestConfig.KEY)
              .buildAsync(
                  URI.create(url.replace("http:", "ws:") + "/responses"),
                  new java.net.http.WebSocket.Listener() {})
              .handle((socket, failure) -> failure)
              .get();
      assertThat(refused.getCause())
          .isInstanceOfSatisfying(
              java.net.http.WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(400));
    }
  }

  @Test
  void shouldAnswerAnOldCompletion() throws InterruptedException {
    // Given
    answer("Once upon a time");
    CompletionCreateParams params =
        CompletionCreateParams.builder().model("assistant").prompt("Tell me").build();

    // When
    Completion completion = client.completions().create(params);

    // Then
    assertThat(completion.choices().getFirst().text()).isEqualTo("Once upon a time");
    assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(2);
    assertThat(completion.validate()).isSameAs(completion);
    assertThat(ingress.pipeline.next().getEnvelope().getClientDialect()).isEqualTo("completions");
  }

  @Test
  void shouldStreamAnOldCompletion() {
    // Given
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.stream(
                        request.getEnvelope().getRequestId(), 1, 1_000, "one ", "two")
                    .toArray(ReplyFrame[]::new));
    CompletionCreateParams params =
        CompletionCreateParams.builder().model("assistant").prompt("Tell me").build();
    var text = new StringBuilder();

    // When
    try (var chunks = client.completions().createStreaming(params)) {
      chunks.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> text.append(choice.text()));
    }

    // Then
    assertThat(text).hasToString("one two");
  }

  private HttpResponse<String> get(HttpClient http, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("authorization", "Bearer " + TestConfig.KEY)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(Object value) {
    try {
      var mapper = new ObjectMapper();
      return value instanceof String text
          ? mapper.readTree(text)
          : com.openai.core.ObjectMappers.jsonMapper().valueToTree(value);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String text(Response response) {
    return response.output().getFirst().asMessage().content().getFirst().asOutputText().text();
  }

  private static CanonicalRequest canonical(InferenceRequest published) {
    return new CanonicalCodec().request(Bytes.of(published.getPayload().getBytes()));
  }

  private void answer(String text) {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.whole(request.getEnvelope().getRequestId(), 1, text, 1_000));
  }
}
