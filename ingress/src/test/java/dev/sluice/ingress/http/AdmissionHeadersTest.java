package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ingress.reply.Frames;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.AdmissionNotes;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller reads in headers of the limits and budgets that apply. */
class AdmissionHeadersTest {
  private static final Map<String, String> ALL =
      Map.of(
          "x-sluice-budget", "83%",
          "x-sluice-max-tokens-clamped", "64",
          "x-sluice-queued-ms", "250",
          "x-ratelimit-limit-requests", "60",
          "x-ratelimit-remaining-requests", "59",
          "x-ratelimit-reset-requests", "20ms",
          "x-ratelimit-limit-tokens", "1000",
          "x-ratelimit-remaining-tokens", "7",
          "x-ratelimit-reset-tokens", "6m0s");

  private final RunningIngress ingress = new RunningIngress();

  @AfterEach
  void stop() {
    ingress.close();
  }

  @Test
  void shouldTellThemWithAWholeReply() throws Exception {
    answer(id -> List.of(noted(ingress.pipeline.whole(id, 1, "hi", 5), notes())));

    HttpResponse<String> response = call(false);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(told(response)).isEqualTo(ALL);
  }

  @Test
  void shouldTellThemAtTheHeadOfAStreamWhoseFirstFrameAloneHasThem() throws Exception {
    answer(id -> {
      List<ReplyFrame> frames = ingress.pipeline.stream(id, 1, 5, "He", "llo");
      frames.getFirst().setNotes(notes());
      return frames;
    });

    HttpResponse<String> response = call(true);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("llo", "[DONE]");
    assertThat(told(response)).isEqualTo(ALL);
  }

  @Test
  void shouldNameWhatTheProviderWasNotTold() throws Exception {
    answer(id -> {
      ReplyFrame whole = ingress.pipeline.whole(id, 1, "hi", 5);
      whole.setDropped(List.of("seed", "logit_bias", "two\r\nlines", "caf\u00e9"));
      return List.of(whole);
    });
    HttpResponse<String> whole = call(false);
    answer(id -> {
      List<ReplyFrame> frames = ingress.pipeline.stream(id, 1, 5, "He", "llo");
      frames.getFirst().setDropped(List.of("seed"));
      return frames;
    });
    HttpResponse<String> streamed = call(true);

    assertThat(whole.headers().allValues("x-sluice-dropped"))
        .containsExactly("seed, logit_bias and 2 others");
    assertThat(streamed.headers().allValues("x-sluice-dropped")).containsExactly("seed");
  }

  @Test
  void shouldTellThoseOfTheAttemptThatIsShown() throws Exception {
    answer(id -> {
      List<ReplyFrame> frames = new ArrayList<>();
      frames.add(noted(ingress.pipeline.stream(id, 1, 1, "lost").getFirst(), notes()));
      frames.add(Frames.frame(id, 1, 0, FrameKind.ATTEMPT_LOST));
      List<ReplyFrame> second = ingress.pipeline.stream(id, 2, 9, "second");
      second.getFirst().setNotes(AdmissionNotes.newBuilder().setBudgetUsedPercent(84).build());
      frames.addAll(second);
      return frames;
    });

    assertThat(told(call(true))).isEqualTo(Map.of("x-sluice-budget", "84%"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTellThemWithTheRoutersRefusal(boolean stream) throws Exception {
    ErrorInfo info =
        Frames.info(ErrorKind.RATE_LIMITED, "Rate limit reached for tokens: tpm. Try again.");
    info.setRetryAfterMs(1200L);
    answer(id -> List.of(noted(Frames.error(id, 0, 0, info, 0L), notes())));

    HttpResponse<String> response = call(stream);

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.body()).contains("\"type\":\"tokens\"", "rate_limit_exceeded");
    assertThat(response.headers().firstValue("retry-after")).contains("2");
    assertThat(response.headers().firstValue("retry-after-ms")).contains("1200");
    assertThat(told(response)).isEqualTo(ALL);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSayThatNoRetryHelpsAgainstABudget(boolean stream) throws Exception {
    answer(id ->
        List.of(
            noted(
                Frames.error(
                    id, 0, 0, Frames.info(ErrorKind.BUDGET_EXCEEDED, "budget_exceeded: 'm'"), 0L),
                AdmissionNotes.newBuilder().setBudgetUsedPercent(100).build())));

    HttpResponse<String> response = call(stream);

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.body()).contains("insufficient_quota", "budget_exceeded: 'm'");
    assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    assertThat(response.headers().firstValue("retry-after")).isEmpty();
    assertThat(told(response)).isEqualTo(Map.of("x-sluice-budget", "100%"));
  }

  @Test
  void shouldTellNothingWhereNothingApplies() throws Exception {
    answer(id ->
        List.of(
            noted(ingress.pipeline.whole(id, 1, "hi", 5), AdmissionNotes.newBuilder().build())));
    assertThat(told(call(false))).isEmpty();

    answer(id -> List.of(ingress.pipeline.whole(id, 1, "hi", 5)));
    assertThat(told(call(false))).isEmpty();
  }

  private static AdmissionNotes notes() {
    return AdmissionNotes.newBuilder()
        .setBudgetUsedPercent(83)
        .setClampedOutputLimit(64L)
        .setQueuedMs(250)
        .setRequestLimit(60)
        .setRequestsRemaining(59)
        .setRequestsResetMs(20)
        .setTokenLimit(1000)
        .setTokensRemaining(7)
        .setTokensResetMs(360_000)
        .build();
  }

  private static ReplyFrame noted(ReplyFrame frame, AdmissionNotes notes) {
    frame.setNotes(notes);
    return frame;
  }

  /** The headers in question. */
  private static Map<String, String> told(HttpResponse<?> response) {
    Map<String, String> told = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (name.startsWith("x-ratelimit") || name.startsWith("x-sluice")) {
            told.put(name, String.join(",", values));
          }
        });
    List.of("deployment", "attempts", "cost-usd", "cache")
        .forEach(usual -> told.remove("x-sluice-" + usual));
    return told;
  }

  private void answer(Function<String, List<ReplyFrame>> frames) {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                frames.apply(request.getEnvelope().getRequestId()).toArray(ReplyFrame[]::new));
  }

  private HttpResponse<String> call(boolean stream) throws IOException, InterruptedException {
    return ingress.client.send(
        ingress.chat(RunningIngress.body(stream, "")).build(), BodyHandlers.ofString());
  }
}
