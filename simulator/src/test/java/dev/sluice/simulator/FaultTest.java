package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.ANTHROPIC;
import static dev.sluice.simulator.Probe.OPENAI;
import static dev.sluice.simulator.Probe.chat;
import static dev.sluice.simulator.Probe.json;
import static dev.sluice.simulator.Probe.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

  private static final String STREAM =
      ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";

  private static Probe probe;

  @BeforeAll
  static void start() {
    probe = new Probe();
  }

  @AfterAll
  static void stop() {
    probe.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400,400,invalid_request_error,invalid_request_error",
    "context,400,invalid_request_error,invalid_request_error",
    "401,401,invalid_request_error,authentication_error",
    "403,403,invalid_request_error,permission_error",
    "404,404,invalid_request_error,not_found_error",
    "413,413,invalid_request_error,request_too_large",
    "429,429,requests,rate_limit_error",
    "500,500,server_error,api_error",
    "502,502,server_error,api_error",
    "503,503,server_error,api_error",
    "504,504,server_error,timeout_error",
    "529,529,server_error,overloaded_error",
  })
  void shouldAnswerErrorsInTheDialect(String fault, int status, String openai, String anthropic)
      throws IOException {
    String prompt = "hi [[sim fault=" + fault + "]]";
    String attempt = "error-" + fault;
    HttpResponse<String> first =
        probe.post(OPENAI, chat("gpt-4o", prompt, ""), "x-client-request-id", attempt);
    HttpResponse<String> second = probe.post(ANTHROPIC, message("claude-haiku-4-5", prompt, ""));

    assertThat(first.statusCode()).isEqualTo(status);
    assertThat(json(first).at("/error/type").asText()).isEqualTo(openai);
    assertThat(second.statusCode()).isEqualTo(status);
    assertThat(json(second).path("type").asText()).isEqualTo("error");
    assertThat(json(second).at("/error/type").asText()).isEqualTo(anthropic);
    JsonNode entry = probe.entry(attempt);
    assertThat(entry.path("ended").asText()).isEqualTo("error");
    assertThat(entry.path("status").asInt()).isEqualTo(status);
    assertThat(entry.path("cost_nano_usd").asLong()).isZero();
  }

  @Test
  void shouldSayWhenToComeBack() throws IOException {
    HttpResponse<String> limited =
        probe.post(OPENAI, chat("gpt-4o", "hi [[sim fault=429 retry_after=7]]", ""));

    assertThat(limited.headers().firstValue("retry-after")).hasValue("7");
    assertThat(limited.headers().firstValue("x-ratelimit-limit-requests")).isPresent();
  }

  @Test
  void shouldNeverAnswerAndBillThePromptWhenItTimesOut() {
    HttpRequest request = hurried(chat("gpt-4o", "hi [[sim fault=timeout]]", ""), "timeout-1", 300);

    assertThatThrownBy(() -> probe.send(request)).isInstanceOf(IOException.class);

    JsonNode entry = probe.entry("timeout-1");
    assertThat(entry.path("ended").asText()).isEqualTo("timeout");
    assertThat(entry.at("/tokens/output").asInt()).isZero();
    assertThat(entry.at("/tokens/input").asInt()).isPositive();
  }

  @Test
  void shouldBillTheWholeAnswerWhenItWasReadyBeforeTheCallerGaveUp() {
    HttpRequest request =
        hurried(
            chat("gpt-4o", "hi [[sim fault=timeout latency_ms=50 out=21]]", ""), "timeout-2", 600);

    assertThatThrownBy(() -> probe.send(request)).isInstanceOf(IOException.class);

    assertThat(probe.entry("timeout-2").at("/tokens/output").asInt()).isEqualTo(21);
  }

  private static HttpRequest hurried(String body, String attempt, int timeoutMs) {
    return probe
        .request(OPENAI)
        .timeout(Duration.ofMillis(timeoutMs))
        .header("x-client-request-id", attempt)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  @Test
  void shouldResetTheConnection() {
    assertThatThrownBy(() ->
            probe.post(
                OPENAI,
                chat("gpt-4o", "hi [[sim fault=reset]]", ""),
                "x-client-request-id",
                "reset-1"))
        .isInstanceOf(IOException.class);

    JsonNode entry = probe.entry("reset-1");
    assertThat(entry.path("ended").asText()).isEqualTo("reset");
    assertThat(entry.path("cost_nano_usd").asLong()).isPositive();
  }

  @Test
  void shouldCutAStreamAfterSomeChunksAndBillThose() {
    assertThatThrownBy(() ->
            probe.post(
                OPENAI,
                chat("gpt-4o", "hi [[sim fault=cut after=4 out=30]]", STREAM),
                "x-client-request-id",
                "cut-1"))
        .isInstanceOf(IOException.class);

    JsonNode entry = probe.entry("cut-1");
    assertThat(entry.path("ended").asText()).isEqualTo("cut");
    assertThat(entry.at("/tokens/output").asInt()).isEqualTo(4);
    assertThat(entry.path("usage_given").asBoolean()).isFalse();
  }

  @Test
  void shouldCutBeforeAnyContentWhenAskedTo() throws Exception {
    String body = message("claude-haiku-4-5", "hi [[sim fault=cut after=0]]", ",\"stream\":true");
    String head =
        "POST /v1/messages HTTP/1.1\r\nhost: simulator\r\nx-client-request-id: cut-2\r\n"
            + "content-length: "
            + body.length()
            + "\r\n\r\n";
    String seen;
    // A plain socket, since the JDK's client may drop what came shortly before the connection
    // closed.
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), probe.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      seen = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(seen).contains("message_start").doesNotContain("content_block_delta");
    assertThat(seen).doesNotEndWith("0\r\n\r\n");
    assertThat(probe.entry("cut-2").at("/tokens/output").asInt()).isEqualTo(1);
  }

  @Test
  void shouldCutABodyInTheMiddle() {
    assertThatThrownBy(() -> probe.post(OPENAI, chat("gpt-4o", "hi [[sim fault=cut]]", "")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldSendBrokenJson() throws IOException {
    String body = probe.post(OPENAI, chat("gpt-4o", "hi [[sim fault=malformed]]", "")).body();
    String stream =
        probe.post(OPENAI, chat("gpt-4o", "hi [[sim fault=malformed after=2]]", STREAM)).body();

    assertThatThrownBy(() -> Probe.JSON.readTree(body)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Probe.events(stream)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void shouldEndAStreamWithAnErrorEvent() throws IOException {
    String openai =
        probe.post(OPENAI, chat("gpt-4o", "hi [[sim fault=stream_error after=2]]", STREAM)).body();
    String anthropic =
        probe
            .post(
                ANTHROPIC,
                message(
                    "claude-haiku-4-5",
                    "hi [[sim fault=stream_error after=2]]",
                    ",\"stream\":true"))
            .body();

    assertThat(Probe.events(openai).getLast().at("/error/type").asText()).isEqualTo("server_error");
    assertThat(openai).doesNotContain("[DONE]");
    assertThat(Probe.events(anthropic).getLast().path("type").asText()).isEqualTo("error");
  }

  @Test
  void shouldLeaveOutTheUsage() throws IOException {
    String prompt = "hi [[sim fault=no_usage]]";

    assertThat(probe.post(OPENAI, chat("gpt-4o", prompt, "")).body()).doesNotContain("usage");
    assertThat(Probe.events(probe.post(OPENAI, chat("gpt-4o", prompt, STREAM)).body()))
        .noneMatch(e -> e.path("usage").isObject());
    assertThat(probe.post(ANTHROPIC, message("claude-haiku-4-5", prompt, "")).body())
        .doesNotContain("usage");
    assertThat(
            probe.post(ANTHROPIC, message("claude-haiku-4-5", prompt, ",\"stream\":true")).body())
        .doesNotContain("usage");
  }

  @Test
  void shouldSendTheSameBytesSlowly() throws IOException {
    JsonNode whole =
        json(probe.post(OPENAI, chat("echo", "hällo wörld ✓ [[sim fault=slow_body]]", "")));
    String stream =
        probe.post(OPENAI, chat("echo", "hällo ✓ [[sim fault=slow_body]]", STREAM)).body();

    assertThat(whole.at("/choices/0/message/content").asText()).isEqualTo("hällo wörld ✓");
    StringBuilder said = new StringBuilder();
    Probe.events(stream).forEach(e -> said.append(e.at("/choices/0/delta/content").asText("")));
    assertThat(said).hasToString("hällo ✓");
  }

  @Test
  void shouldOverrunTheLimitThreefold() throws IOException {
    JsonNode reply =
        json(probe.post(OPENAI, chat("gpt-4o", "hi [[sim fault=overrun]]", ",\"max_tokens\":10")));

    assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(30);
  }

  @Test
  void shouldSpareOtherModels() throws IOException {
    String prompt = "hi [[sim fault=503 fail_model=gpt-4o]]";

    assertThat(probe.post(OPENAI, chat("gpt-4o", prompt, "")).statusCode()).isEqualTo(503);
    assertThat(probe.post(ANTHROPIC, message("claude-haiku-4-5", prompt, "")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldFailTheAskedShareOfCalls() throws IOException {
    int failed = 0;
    for (int i = 0; i < 400; i++) {
      String prompt = "hi [[sim fault=500|503 fault_pct=25 seed=7]]";
      failed += probe.post(OPENAI, chat("gpt-4o", prompt, "")).statusCode() >= 500 ? 1 : 0;
    }

    assertThat(failed).isBetween(70, 130);
  }

  @Test
  void shouldKeepThePace() throws IOException {
    long start = System.nanoTime();
    probe.post(OPENAI, chat("gpt-4o", "hi [[sim ttft_ms=100 tps=100 out=20]]", STREAM));

    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(took).isBetween(Duration.ofMillis(280), Duration.ofSeconds(3));
  }
}
