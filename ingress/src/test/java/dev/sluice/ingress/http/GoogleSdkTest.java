package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Part;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.ingress.reply.Frames;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.InferenceRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers of Google's official SDK, and of the JSON array that it does not ask for. */
class GoogleSdkTest {
  private static final String BODY = "{\"contents\":[{\"parts\":[{\"text\":\"Say hi\"}]}]}";

  private final RunningIngress ingress = new RunningIngress();
  private final Client client = client(TestConfig.KEY);

  @AfterEach
  void stop() {
    client.close();
    ingress.close();
  }

  @Test
  void shouldAnswerWithACandidateWhoeverAnswers() {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.whole(
                    request.getEnvelope().getRequestId(), 1, "Hello there", 1_000));

    GenerateContentResponse response =
        client.models.generateContent(
            "assistant", "Say hi", GenerateContentConfig.builder().build());

    assertThat(response.text()).isEqualTo("Hello there");
    assertThat(response.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
    assertThat(response.usageMetadata().orElseThrow().promptTokenCount()).contains(3);
    assertThat(response.usageMetadata().orElseThrow().candidatesTokenCount()).contains(2);
  }

  @Test
  void shouldStreamPieces() {
    stream();
    StringBuilder text = new StringBuilder();

    try (ResponseStream<GenerateContentResponse> pieces =
        client.models.generateContentStream(
            "assistant", "Say hi", GenerateContentConfig.builder().build())) {
      pieces.forEach(piece -> text.append(piece.text() == null ? "" : piece.text()));
    }

    assertThat(text).hasToString("one two");
  }

  @Test
  void shouldStreamOneJsonArrayToWhoDoesNotAskForEvents() throws Exception {
    stream();

    HttpResponse<String> response =
        ingress.client.send(
            ingress
                .request("/v1beta/models/assistant:streamGenerateContent")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(BODY))
                .build(),
            BodyHandlers.ofString());

    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    StringBuilder text = new StringBuilder();
    for (JsonNode piece : new ObjectMapper().readTree(response.body())) {
      text.append(piece.at("/candidates/0/content/parts/0/text").asText(""));
    }
    assertThat(text).hasToString("one two");
  }

  @Test
  void shouldEndTheArrayWithTheErrorWhereAStreamBreaks() throws Exception {
    ingress.pipeline.responder =
        request -> {
          String id = request.getEnvelope().getRequestId();
          ReplyFrame[] begun =
              ingress.pipeline.stream(id, 1, 0, "one ").subList(0, 2).toArray(ReplyFrame[]::new);
          ingress.pipeline.send(begun);
          ingress.pipeline.send(
              Frames.error(id, 1, 2, Frames.info(ErrorKind.STREAM_BROKEN, "It broke."), 0L));
        };

    HttpResponse<String> response =
        ingress.client.send(
            ingress
                .request("/v1beta/models/assistant:streamGenerateContent")
                .POST(BodyPublishers.ofString(BODY))
                .build(),
            BodyHandlers.ofString());

    JsonNode array = new ObjectMapper().readTree(response.body());
    assertThat(array.get(array.size() - 1).path("error").path("message").asText())
        .isEqualTo("It broke.");
  }

  @Test
  void shouldTakeModelsWithASlashAndTheKeyFromTheQuery() throws Exception {
    HttpResponse<String> response =
        ingress.client.send(
            ingress.request("/v1beta/models/simulator/echo?key=" + TestConfig.KEY).build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(response.body()).path("name").asText())
        .isEqualTo("models/simulator/echo");
  }

  @Test
  void shouldReadWhatTheSdkSays() throws InterruptedException {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.whole(request.getEnvelope().getRequestId(), 1, "ok", 0));

    client.models.generateContent(
        "assistant",
        "Say hi",
        GenerateContentConfig.builder()
            .maxOutputTokens(77)
            .systemInstruction(Content.fromParts(Part.fromText("Be short.")))
            .build());

    InferenceRequest published = ingress.pipeline.next();
    assertThat(published.getEnvelope().getClientDialect()).isEqualTo("gemini");
    assertThat(published.getEnvelope().getRequestedModel()).isEqualTo("assistant");
    assertThat(published.getEnvelope().getMaxOutputTokens()).isEqualTo(77);
    CanonicalRequest request =
        new CanonicalCodec().request(Bytes.of(published.getPayload().getBytes()));
    assertThat(request.getSystem().getFirst().getText()).isEqualTo("Be short.");
  }

  @Test
  void shouldTellRefusalsInItsForm() {
    try (Client stranger = client("sk-sluice-wrong")) {
      assertThatExceptionOfType(ClientException.class)
          .isThrownBy(() ->
              stranger.models.generateContent(
                  "assistant", "Say hi", GenerateContentConfig.builder().build()))
          .satisfies(e -> assertThat(e.code()).isEqualTo(401))
          .satisfies(e -> assertThat(e.status()).isEqualTo("UNAUTHENTICATED"));
    }
    assertThatExceptionOfType(ClientException.class)
        .isThrownBy(() ->
            client.models.generateContent(
                "asistant", "Say hi", GenerateContentConfig.builder().build()))
        .withMessageContaining("Did you mean assistant?")
        .satisfies(e -> assertThat(e.code()).isEqualTo(404));
  }

  @Test
  void shouldListModels() {
    assertThat(client.models.get("assistant", null).name()).contains("models/assistant");
    assertThat(client.models.list(ListModelsConfig.builder().build()))
        .extracting(model -> model.name().orElse(""))
        .contains("models/assistant");
  }

  private void stream() {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.stream(
                        request.getEnvelope().getRequestId(), 1, 1_000, "one ", "two")
                    .toArray(ReplyFrame[]::new));
  }

  private Client client(String key) {
    return Client.builder()
        .apiKey(key)
        .httpOptions(
            HttpOptions.builder()
                .baseUrl("http://127.0.0.1:" + ingress.port())
                .timeout(20_000)
                .build())
        .build();
  }
}
