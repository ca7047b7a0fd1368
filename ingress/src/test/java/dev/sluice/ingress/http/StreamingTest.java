package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.ingress.reply.Frames;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.DeliveryEnd;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String USAGE = ",\"stream_options\":{\"include_usage\":true}";

  private final RunningIngress ingress = new RunningIngress();

  @AfterEach
  void stop() {
    ingress.close();
  }

  @Test
  void shouldStreamAReplyWithUsageAndCost() throws Exception {
    answer(id -> ingress.pipeline.stream(id, 1, 4_200, "He", "llo"));

    HttpResponse<String> response = call(USAGE);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(response.headers().firstValue("x-sluice-deployment")).contains("simulator/echo");
    assertThat(response.headers().firstValue("x-sluice-attempts")).contains("1");
    assertThat(text(response)).isEqualTo("Hello");
    List<String> events = events(response);
    assertThat(events.getLast()).isEqualTo("[DONE]");
    JsonNode usage = JSON.readTree(events.get(events.size() - 2)).get("usage");
    assertThat(usage.get("total_tokens").asInt()).isEqualTo(5);
    assertThat(usage.at("/sluice/cost_usd").asText()).isEqualTo("0.0000042");
    assertThat(usage.at("/sluice/deployment").asText()).isEqualTo("simulator/echo");
    assertThat(usage.at("/sluice/attempts").asInt()).isEqualTo(1);
    assertThat(usage.at("/sluice/request_id").asText())
        .isEqualTo(response.headers().firstValue("x-request-id").orElse("none"));
  }

  @Test
  void shouldSayThatTheUsageIsEstimatedWhereTheProviderGaveNone() throws Exception {
    TokenUsage usage = Canonical.usage(UsageSource.ESTIMATED);
    usage.setInput(11L);
    usage.setOutput(4L);
    answer(id -> {
      List<ReplyFrame> frames = ingress.pipeline.stream(id, 1, 77, "Hello");
      frames.getLast().setPayload(null);
      frames.getLast().setUsage(usage);
      return frames;
    });

    List<String> events = events(call(USAGE));

    assertThat(events.getLast()).isEqualTo("[DONE]");
    JsonNode told = JSON.readTree(events.get(events.size() - 2)).get("usage");
    assertThat(told.get("prompt_tokens").asInt()).isEqualTo(11);
    assertThat(told.get("completion_tokens").asInt()).isEqualTo(4);
    assertThat(told.at("/sluice/usage").asText()).isEqualTo("estimated");
    assertThat(told.at("/sluice/cost_usd").asText()).isEqualTo("0.000000077");
  }

  @Test
  void shouldAddNoUsageForACallerThatDidNotAsk() throws Exception {
    answer(id -> ingress.pipeline.stream(id, 1, 4_200, "Hello"));

    HttpResponse<String> response = call("");

    assertThat(response.body()).doesNotContain("sluice\":", "total_tokens");
    assertThat(events(response).getLast()).isEqualTo("[DONE]");
  }

  @Test
  void shouldPutFramesInOrder() throws Exception {
    answer(id -> {
      List<ReplyFrame> frames =
          new ArrayList<>(ingress.pipeline.stream(id, 1, 1, "a", "b", "c", "d", "e"));
      Collections.shuffle(frames, new Random(7));
      return frames;
    });

    assertThat(text(call(""))).isEqualTo("abcde");
  }

  @Test
  void shouldKeepTheStatusOfAFailureBeforeContent() throws Exception {
    answer(id ->
        List.of(
            ingress.pipeline.stream(id, 1, 1, "x").getFirst(),
            Frames.error(id, 1, 0, ErrorKind.PROVIDER_OVERLOADED)));

    HttpResponse<String> response = call("");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(JSON.readTree(response.body()).has("error")).isTrue();
  }

  @Test
  void shouldShowTheAttemptThatFollowsAFailedOne() throws Exception {
    answer(id -> {
      List<ReplyFrame> frames = new ArrayList<>();
      frames.add(ingress.pipeline.stream(id, 1, 1, "lost").getFirst());
      frames.add(Frames.frame(id, 1, 0, FrameKind.ATTEMPT_LOST));
      frames.addAll(ingress.pipeline.stream(id, 2, 9, "second"));
      return frames;
    });

    HttpResponse<String> response = call("");

    assertThat(text(response)).isEqualTo("second");
    assertThat(response.headers().firstValue("x-sluice-attempts")).contains("2");
  }

  @Test
  void shouldEndWithOneErrorEventAfterContent() throws Exception {
    answer(id ->
        List.of(
            ingress.pipeline.stream(id, 1, 1, "He", "llo").get(0),
            ingress.pipeline.stream(id, 1, 1, "He", "llo").get(1),
            Frames.error(id, 1, 2, ErrorKind.STREAM_BROKEN)));

    HttpResponse<String> response = call(USAGE);

    assertThat(response.statusCode()).isEqualTo(200);
    List<String> events = events(response);
    assertThat(JSON.readTree(events.getLast()).at("/error/message").asText())
        .isEqualTo("it failed");
    assertThat(events).doesNotContain("[DONE]");
    assertThat(events.stream().filter(event -> event.contains("\"error\""))).hasSize(1);
    await().until(() -> !ingress.pipeline.deliveries.isEmpty());
    assertThat(ingress.pipeline.deliveries.getFirst().getEnd()).isEqualTo(DeliveryEnd.ERROR);
    assertThat(ingress.pipeline.deliveries.getFirst().getErrorKind()).isEqualTo("stream_broken");
  }

  @Test
  void shouldEndAndCancelWhenTheShownAttemptIsLost() throws Exception {
    answer(id -> {
      List<ReplyFrame> frames = ingress.pipeline.stream(id, 1, 1, "He", "llo");
      return List.of(frames.get(0), frames.get(1), Frames.frame(id, 1, 0, FrameKind.ATTEMPT_LOST));
    });

    HttpResponse<String> response = call("");

    assertThat(JSON.readTree(events(response).getLast()).at("/error/code").asText())
        .isEqualTo("worker_lost");
    assertThat(ingress.pipeline.cancels).hasSize(1);
  }

  @Test
  void shouldKeepASilentStreamAlive() throws Exception {
    CompletableFuture<HttpResponse<String>> call =
        ingress.client.sendAsync(
            ingress.chat(RunningIngress.body(true, "")).build(), BodyHandlers.ofString());
    String id = ingress.pipeline.next().getEnvelope().getRequestId();
    await().pollDelay(java.time.Duration.ofMillis(800)).until(() -> true);
    ingress.pipeline.send(ingress.pipeline.stream(id, 1, 1, "late").toArray(ReplyFrame[]::new));

    HttpResponse<String> response = call.get();

    assertThat(response.body()).startsWith(": keep-alive\n\n");
    assertThat(text(response)).isEqualTo("late");
  }

  @Test
  void shouldTellAFailureAfterKeepAliveInTheStream() throws Exception {
    CompletableFuture<HttpResponse<String>> call =
        ingress.client.sendAsync(
            ingress.chat(RunningIngress.body(true, "")).build(), BodyHandlers.ofString());
    String id = ingress.pipeline.next().getEnvelope().getRequestId();
    await().pollDelay(java.time.Duration.ofMillis(800)).until(() -> true);
    ingress.pipeline.send(Frames.error(id, 0, 0, ErrorKind.PROVIDER_ERROR));

    HttpResponse<String> response = call.get();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(events(response)).singleElement().asString().contains("\"error\"");
  }

  private void answer(Function<String, List<ReplyFrame>> frames) {
    ingress.pipeline.responder =
        (InferenceRequest request) ->
            ingress.pipeline.send(
                frames.apply(request.getEnvelope().getRequestId()).toArray(ReplyFrame[]::new));
  }

  private HttpResponse<String> call(String more) throws IOException, InterruptedException {
    return ingress.client.send(
        ingress.chat(RunningIngress.body(true, more)).build(), BodyHandlers.ofString());
  }

  private static List<String> events(HttpResponse<String> response) {
    return Arrays.stream(response.body().split("\n\n"))
        .filter(event -> event.startsWith("data: "))
        .map(event -> event.substring(6))
        .toList();
  }

  private static String text(HttpResponse<String> response) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String event : events(response)) {
      if (!event.equals("[DONE]")) {
        text.append(JSON.readTree(event).at("/choices/0/delta/content").asText(""));
      }
    }
    return text.toString();
  }
}
