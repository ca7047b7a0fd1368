package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.ingress.publish.PublishOutcome;
import dev.sluice.ingress.reply.Frames;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.Delivery;
import dev.sluice.schemas.reply.DeliveryEnd;
import dev.sluice.schemas.request.CancelReason;
import dev.sluice.schemas.request.Envelope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatCompletionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningIngress ingress = new RunningIngress();

  @AfterEach
  void stop() {
    ingress.close();
  }

  @Test
  void shouldAnswerWithTheWholeReply() throws Exception {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.whole(request.getEnvelope().getRequestId(), 1, "hi", 1_230));

    HttpResponse<String> response = send(ingress.chat(RunningIngress.body(false, "")).build());

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode reply = JSON.readTree(response.body());
    assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("hi");
    assertThat(reply.at("/usage/total_tokens").asInt()).isEqualTo(5);
    assertThat(header(response, "x-sluice-deployment")).isEqualTo("simulator/echo");
    assertThat(header(response, "x-sluice-attempts")).isEqualTo("1");
    assertThat(header(response, "x-sluice-cost-usd")).isEqualTo("0.00000123");
    assertThat(header(response, "x-sluice-cache")).isEqualTo("miss");
    String requestId = ingress.pipeline.next().getEnvelope().getRequestId();
    assertThat(header(response, "x-request-id")).isEqualTo(requestId);
    await().until(() -> !ingress.pipeline.deliveries.isEmpty());
    Delivery delivery = ingress.pipeline.deliveries.getFirst();
    assertThat(delivery.getEnd()).isEqualTo(DeliveryEnd.DELIVERED);
    assertThat(delivery.getHttpStatus()).isEqualTo(200);
    assertThat(delivery.getAttemptId()).isEqualTo(requestId + "-1");
    assertThat(ingress.bounds.inFlight()).isZero();
    assertThat(ingress.pipeline.pending.size()).isZero();
  }

  @Test
  void shouldPublishWhatTheOthersNeed() throws Exception {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.whole(request.getEnvelope().getRequestId(), 1, "hi", 0));
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    send(
        ingress
            .chat(
                RunningIngress.body(
                    false,
                    ",\"max_tokens\":7,\"n\":2,\"user\":\"kim\",\"metadata\":{\"a\":\"b\"},"
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                        + "{\"name\":\"x\",\"schema\":{}}}"))
            .header("x-sluice-tags", "team:b,a")
            .header("x-sluice-deadline-ms", "5000")
            .header("traceparent", trace)
            .build());

    Envelope envelope = ingress.pipeline.next().getEnvelope();
    assertThat(envelope.getAccount()).isEqualTo("search");
    assertThat(envelope.getProject()).isEqualTo("search");
    assertThat(envelope.getVirtualKeyId()).startsWith("key_");
    assertThat(envelope.getTags()).containsExactly("a", "team:b");
    assertThat(envelope.getUser()).isEqualTo("kim");
    assertThat(envelope.getMetadata()).containsEntry("a", "b");
    assertThat(envelope.getRequestedModel()).isEqualTo("assistant");
    assertThat(envelope.getClientDialect()).isEqualTo("openai");
    assertThat(envelope.getFeatures()).containsExactly("json_schema");
    assertThat(envelope.getMaxOutputTokens()).isEqualTo(7);
    assertThat(envelope.getChoices()).isEqualTo(2);
    assertThat(envelope.getTimeBudgetMs()).isBetween(4000L, 5000L);
    assertThat(envelope.getInputTokensBound()).isGreaterThan(100);
    assertThat(envelope.getReplyTo().getTopic()).isEqualTo("sluice.replies");
    assertThat(envelope.getReplyTo().getPartition()).isBetween(0, 1);
    assertThat(envelope.getTraceparent()).isEqualTo(trace);
  }

  @Test
  void shouldUnderstandALargeBodyOffTheEventLoop() throws Exception {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.whole(
                    request.getEnvelope().getRequestId(), 1, "y".repeat(200_000), 0));
    String body =
        "{\"model\":\"assistant\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + "x".repeat(500_000)
            + "\"}]}";

    HttpResponse<String> response = send(ingress.chat(body).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).hasSizeGreaterThan(200_000);
  }

  @Test
  void shouldSayWhatIsWrongWithABody() throws Exception {
    HttpResponse<String> broken = send(ingress.chat("{\"model\":").build());
    HttpResponse<String> typed =
        send(ingress.chat("{\"model\":\"assistant\",\"messages\":3}").build());

    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(broken.body()).at("/error/type").asText())
        .isEqualTo("invalid_request_error");
    assertThat(typed.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(typed.body()).at("/error/param").asText()).isEqualTo("messages");
    assertThat(ingress.pipeline.published).isEmpty();
  }

  @Test
  void shouldNotKnowAModel() throws Exception {
    HttpResponse<String> response =
        send(
            ingress
                .chat(
                    "{\"model\":\"asistant\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .build());

    assertThat(response.statusCode()).isEqualTo(404);
    JsonNode error = JSON.readTree(response.body()).get("error");
    assertThat(error.get("code").asText()).isEqualTo("model_not_found");
    assertThat(error.get("message").asText()).contains("Did you mean assistant");
  }

  @Test
  void shouldNotLetStrangersIn() throws Exception {
    HttpRequest.Builder stranger =
        HttpRequest.newBuilder(
                java.net.URI.create("http://127.0.0.1:" + ingress.port() + "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(RunningIngress.body(false, "")));

    HttpResponse<String> none = send(stranger.copy().build());
    HttpResponse<String> wrong =
        send(stranger.copy().header("authorization", "Bearer sk-secret-guess").build());

    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(JSON.readTree(wrong.body()).at("/error/code").asText()).isEqualTo("invalid_api_key");
    assertThat(wrong.body()).doesNotContain("guess");
    assertThat(header(wrong, "x-request-id")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/chat/completions,405",
    "POST,/v1/models,405",
    "DELETE,/v1/models/assistant,405",
    "GET,/v1/nothing,404",
    "POST,/,404",
    "GET,/v1/models/unknown,404",
    "GET,/v1/models,200",
    "GET,/v1/models/assistant,200",
    "GET,/v1/models/simulator/echo,200",
    "GET,/v1/models/simulator%2Fecho,200"
  })
  void shouldKnowItsRoutes(String method, String path, int status) throws Exception {
    HttpResponse<String> response =
        send(ingress.request(path).method(method, HttpRequest.BodyPublishers.noBody()).build());

    assertThat(response.statusCode()).isEqualTo(status);
    JsonNode json = JSON.readTree(response.body());
    if (status >= 400) {
      assertThat(json.at("/error/message").asText()).isNotEmpty();
      assertThat(json.get("error").has("code")).isTrue();
    } else {
      assertThat(json.get("object").asText()).isIn("list", "model");
    }
    if (status == 405) {
      assertThat(header(response, "allow")).isIn("GET", "POST");
    }
  }

  @Test
  void shouldListModels() throws Exception {
    JsonNode list =
        JSON.readTree(send(ingress.request("/v1/models").GET().build()).body()).get("data");

    assertThat(list.get(0).get("id").asText()).isEqualTo("assistant");
    assertThat(list.get(0).get("owned_by").asText()).isEqualTo("simulator");
  }

  @ParameterizedTest
  @CsvSource({
    "x-sluice-deadline-ms,0,400",
    "x-sluice-tags,a b,400",
    "content-encoding,gzip,415",
  })
  void shouldRefuseHeaders(String name, String value, int status) throws Exception {
    HttpResponse<String> response =
        send(ingress.chat(RunningIngress.body(false, "")).header(name, value).build());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(name);
  }

  @Test
  void shouldRefuseOtherContent() throws Exception {
    HttpResponse<String> response =
        send(
            ingress
                .request("/v1/chat/completions")
                .header("content-type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("hello"))
                .build());

    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void shouldGiveTheProvidersErrorAsItWas() throws Exception {
    String body =
        "{\"error\":{\"message\":\"Slow down\",\"type\":\"tokens\",\"param\":null,\"code\":\"x\"}}";
    ErrorInfo info = Frames.info(ErrorKind.PROVIDER_RATE_LIMITED, "Slow down");
    info.setProviderStatus(429);
    info.setBody(body);
    info.setRetryAfterMs(1500L);
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                Frames.error(request.getEnvelope().getRequestId(), 1, 0, info, 10L));

    HttpResponse<String> response = send(ingress.chat(RunningIngress.body(false, "")).build());

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.body()).isEqualTo(body);
    assertThat(header(response, "retry-after")).isEqualTo("2");
    await().until(() -> !ingress.pipeline.deliveries.isEmpty());
    assertThat(ingress.pipeline.deliveries.getFirst().getErrorKind())
        .isEqualTo("provider_rate_limited");
  }

  @Test
  void shouldAnswerAtTheDeadlineWhenNobodyElseDoes() throws Exception {
    long start = System.nanoTime();

    HttpResponse<String> response =
        send(
            ingress
                .chat(RunningIngress.body(false, ""))
                .header("x-sluice-deadline-ms", "300")
                .build());

    assertThat((System.nanoTime() - start) / 1_000_000).isBetween(300L, 2000L);
    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(response.body()).contains("'route'");
    assertThat(ingress.pipeline.cancels).hasSize(1);
    await().until(() -> !ingress.pipeline.deliveries.isEmpty());
    assertThat(ingress.pipeline.deliveries.getFirst().getEnd()).isEqualTo(DeliveryEnd.DEADLINE);
  }

  @Test
  void shouldRefuseWhenSendsWaitTooLong() throws Exception {
    ingress.pipeline.full = true;

    HttpResponse<String> response = send(ingress.chat(RunningIngress.body(false, "")).build());

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(header(response, "retry-after")).isEqualTo("1");
    assertThat(ingress.pipeline.pending.size()).isZero();
    assertThat(ingress.bounds.inFlight()).isZero();
  }

  @Test
  void shouldCancelASendOfUnknownFate() throws Exception {
    ingress.pipeline.outcome = PublishOutcome.UNKNOWN_FATE;

    HttpResponse<String> response = send(ingress.chat(RunningIngress.body(true, "")).build());

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(header(response, "retry-after")).isEqualTo("1");
    assertThat(ingress.pipeline.cancels)
        .singleElement()
        .satisfies(
            cancel -> assertThat(cancel.getReason()).isEqualTo(CancelReason.FATE_OF_SEND_UNKNOWN));
  }

  @Test
  void shouldNotCancelWhatWasNotSent() throws Exception {
    ingress.pipeline.outcome = PublishOutcome.NOT_SENT;

    assertThat(send(ingress.chat(RunningIngress.body(false, "")).build()).statusCode())
        .isEqualTo(503);
    assertThat(ingress.pipeline.cancels).isEmpty();
  }

  @Test
  void shouldRefuseMoreThanItsBoundOfOpenExchanges() throws Exception {
    try (RunningIngress small =
        new RunningIngress(
            new Collaborators.Limits("i", "sluice.replies", 1 << 20, 2, 1L << 40, 8 << 20),
            new Bounds(1, 1 << 20))) {
      CompletableFuture<HttpResponse<String>> first =
          small.client.sendAsync(
              small.chat(RunningIngress.body(false, "")).build(), BodyHandlers.ofString());
      String requestId = small.pipeline.next().getEnvelope().getRequestId();

      HttpResponse<String> second =
          small.client.send(
              small.chat(RunningIngress.body(false, "")).build(), BodyHandlers.ofString());
      small.pipeline.send(small.pipeline.whole(requestId, 1, "hi", 0));

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(header(second, "retry-after")).isEqualTo("1");
      assertThat(first.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldRefuseWhileItStopsAndLetOpenExchangesEnd() throws Exception {
    CompletableFuture<HttpResponse<String>> open =
        ingress.client.sendAsync(
            ingress.chat(RunningIngress.body(false, "")).build(), BodyHandlers.ofString());
    String requestId = ingress.pipeline.next().getEnvelope().getRequestId();
    ingress.state = Serving.State.Draining.INSTANCE;

    HttpResponse<String> refused = send(ingress.chat(RunningIngress.body(false, "")).build());
    CompletableFuture<Void> stopping =
        CompletableFuture.runAsync(() -> ingress.stop(java.time.Duration.ofSeconds(10)));
    ingress.pipeline.send(ingress.pipeline.whole(requestId, 1, "late", 0));

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(header(refused, "retry-after")).isEqualTo("1");
    assertThat(open.get().body()).contains("late");
    stopping.get();
  }

  @Test
  void shouldEndOpenExchangesWhenTheyTakeTooLongToStop() throws Exception {
    CompletableFuture<HttpResponse<String>> open =
        ingress.client.sendAsync(
            ingress.chat(RunningIngress.body(false, "")).build(), BodyHandlers.ofString());
    ingress.pipeline.next();

    ingress.stop(java.time.Duration.ofMillis(100));

    assertThat(open.get().statusCode()).isEqualTo(503);
    assertThat(ingress.pipeline.cancels)
        .singleElement()
        .satisfies(cancel -> assertThat(cancel.getReason()).isEqualTo(CancelReason.SHUTDOWN));
    assertThat(ingress.pipeline.deliveries.getFirst().getEnd()).isEqualTo(DeliveryEnd.SHUTDOWN);
  }

  @Test
  void shouldNotServeBeforeItCan() throws Exception {
    ingress.state = new Serving.State.NotReady("the configuration is not read yet");

    HttpResponse<String> response = send(ingress.chat(RunningIngress.body(false, "")).build());

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("the configuration is not read yet");
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return ingress.client.send(request, BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
