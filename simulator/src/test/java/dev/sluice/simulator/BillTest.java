package dev.sluice.simulator;

import static dev.sluice.simulator.Probe.ANTHROPIC;
import static dev.sluice.simulator.Probe.OPENAI;
import static dev.sluice.simulator.Probe.chat;
import static dev.sluice.simulator.Probe.json;
import static dev.sluice.simulator.Probe.message;
import static dev.sluice.simulator.Probe.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BillTest {

  private static final String STREAM =
      ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";

  private Probe probe;

  @BeforeEach
  void start() {
    probe = new Probe();
  }

  @AfterEach
  void stop() {
    probe.close();
  }

  @Test
  void shouldBillWhatOpenAiUsageStates() throws IOException {
    String prompt = "what is the price of rain [[sim out=17 reasoning=5 cached=6]]";
    JsonNode usage =
        json(probe.post(
                OPENAI,
                chat("gpt-4o-mini", prompt, ""),
                "x-client-request-id",
                "r1.1",
                "authorization",
                "Bearer sk-simulator-secret-abcd"))
            .path("usage");
    JsonNode entry = probe.entry("r1.1");

    Tokens billed = tokens(entry);
    assertThat(billed.input() + billed.cachedInput())
        .isEqualTo(usage.path("prompt_tokens").asInt());
    assertThat(billed.output() + billed.reasoning())
        .isEqualTo(usage.path("completion_tokens").asInt());
    long expected = 150L * billed.input() + 75L * billed.cachedInput() + 600L * 22;
    assertThat(entry.path("cost_nano_usd").asLong()).isEqualTo(expected);
    assertThat(entry.path("usage_given").asBoolean()).isTrue();
    assertThat(entry.path("ended").asText()).isEqualTo("complete");
    assertThat(entry.path("credential").asText()).startsWith("sha256:");
    assertThat(entry.path("credential_last_four").asText()).isEqualTo("abcd");
    assertThat(entry.toString()).doesNotContain("simulator-secret");
  }

  @Test
  void shouldBillWhatStreamsState() throws IOException {
    String prompt = "tell me more [[sim out=17 reasoning=5 cached=6 cache_write=3]]";
    var openai =
        Probe.events(
            probe.post(OPENAI, chat("gpt-4o", prompt, STREAM), "x-client-request-id", "s1").body());
    var anthropic =
        Probe.events(
            probe
                .post(
                    ANTHROPIC,
                    message("claude-sonnet-4-5", prompt, ",\"stream\":true"),
                    "x-client-request-id",
                    "s2",
                    "x-api-key",
                    "k")
                .body());

    Tokens first = tokens(probe.entry("s1"));
    assertThat(first.output()).isEqualTo(17);
    assertThat(first.reasoning()).isEqualTo(5);
    assertThat(openai.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(22);
    assertThat(openai.getLast().at("/usage/prompt_tokens").asInt())
        .isEqualTo(first.input() + 6 + 3);
    JsonNode usage = anthropic.get(anthropic.size() - 2).path("usage");
    Tokens second = tokens(probe.entry("s2"));
    assertThat(usage.path("output_tokens").asInt())
        .isEqualTo(second.output() + second.reasoning())
        .isEqualTo(22);
    assertThat(usage.path("input_tokens").asInt()).isEqualTo(second.input());
    assertThat(usage.path("cache_read_input_tokens").asInt()).isEqualTo(second.cachedInput());
    assertThat(usage.path("cache_creation_input_tokens").asInt()).isEqualTo(second.cacheWrite());
  }

  @Test
  void shouldTellWritesForAnHourApartWhereTheApiDoes() throws IOException {
    String prompt = "tell me more of rain [[sim out=5 cache_write=3 cache_write_1h=2]]";
    probe.post(OPENAI, chat("gpt-4o", prompt, ""), "x-client-request-id", "h1");
    var anthropic =
        probe.post(
            ANTHROPIC,
            message("claude-sonnet-4-5", prompt, ""),
            "x-client-request-id",
            "h2",
            "x-api-key",
            "k");

    assertThat(tokens(probe.entry("h1")).cacheWrite()).isEqualTo(5);
    Tokens told = tokens(probe.entry("h2"));
    assertThat(told.cacheWrite()).isEqualTo(3);
    assertThat(told.cacheWrite1h()).isEqualTo(2);
    JsonNode usage = Probe.json(anthropic.body()).path("usage");
    assertThat(usage.path("cache_creation_input_tokens").asInt()).isEqualTo(5);
    assertThat(usage.at("/cache_creation/ephemeral_5m_input_tokens").asInt()).isEqualTo(3);
    assertThat(usage.at("/cache_creation/ephemeral_1h_input_tokens").asInt()).isEqualTo(2);
    assertThat(probe.entry("h2").path("cost_nano_usd").asLong())
        .isEqualTo(3_000L * told.input() + 3 * 3_750 + 2 * 6_000 + 5 * 15_000);
  }

  @Test
  void shouldBillOnlyWhatWasWrittenWhenTheCallerLeaves() throws Exception {
    HttpRequest request =
        probe
            .request(OPENAI)
            .header("x-client-request-id", "gone-1")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    chat("gpt-4o", "hi [[sim out=2000 tps=100]]", STREAM)))
            .build();
    HttpResponse<InputStream> response =
        probe.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      body.readNBytes(2500);
    }

    JsonNode entry = probe.entry("gone-1");

    assertThat(entry.path("ended").asText()).isEqualTo("cancelled");
    assertThat(entry.at("/tokens/output").asInt()).isBetween(5, 500);
    assertThat(entry.at("/tokens/input").asInt()).isPositive();
    assertThat(entry.path("usage_given").asBoolean()).isFalse();
  }

  @Test
  void shouldBillThePromptWhenTheCallerLeavesBeforeTheAnswer() {
    HttpRequest request =
        probe
            .request(OPENAI)
            .timeout(Duration.ofMillis(200))
            .header("x-client-request-id", "gone-2")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    chat("gpt-4o", "hi [[sim latency_ms=10000]]", "")))
            .build();
    try {
      probe.send(request);
    } catch (IOException expected) {
      assertThat(expected).isNotNull();
    }

    JsonNode entry = probe.entry("gone-2");

    assertThat(entry.path("ended").asText()).isEqualTo("cancelled");
    assertThat(entry.at("/tokens/output").asInt()).isZero();
    assertThat(entry.path("cost_nano_usd").asLong()).isPositive();
  }

  @Test
  void shouldListARepeatedAttemptTwice() throws IOException {
    probe.post(OPENAI, chat("echo", "hi", ""), "x-client-request-id", "twice");
    probe.post(OPENAI, chat("echo", "hi", ""), "x-client-request-id", "twice");

    JsonNode entries = probe.bill("?attempt=twice").path("entries");

    assertThat(entries).hasSize(2);
    assertThat(entries.get(0).path("repeated").asBoolean()).isFalse();
    assertThat(entries.get(1).path("repeated").asBoolean()).isTrue();
  }

  @Test
  void shouldAddUpByCredentialAndModel() throws IOException {
    for (int i = 0; i < 3; i++) {
      probe.post(OPENAI, chat("echo", "hi", ""), "authorization", "Bearer one");
    }
    probe.post(OPENAI, chat("no-such-price", "hi", ""), "authorization", "Bearer one");

    JsonNode bill = probe.bill();

    assertThat(bill.path("totals")).hasSize(2);
    JsonNode priced = bill.at("/totals/0");
    assertThat(priced.path("model").asText()).isEqualTo("echo");
    assertThat(priced.path("calls").asInt()).isEqualTo(3);
    assertThat(priced.path("cost_nano_usd").asLong())
        .isEqualTo(3 * bill.at("/entries/0/cost_nano_usd").asLong());
    assertThat(bill.at("/totals/1/unpriced_calls").asInt()).isEqualTo(1);
    assertThat(bill.at("/entries/3/cost_nano_usd").isNull()).isTrue();
  }

  @Test
  void shouldShowTheBillFromANumberOnAndForgetItWhenTold() throws IOException {
    for (int i = 0; i < 5; i++) {
      probe.post(OPENAI, chat("echo", "hi", ""));
    }
    JsonNode late = probe.bill("?since=3");
    JsonNode few = probe.bill("?limit=2");
    probe.send(probe.request("/bill").DELETE().build());
    JsonNode cleared = probe.bill();

    assertThat(late.path("entries")).hasSize(2);
    assertThat(few.path("entries")).hasSize(2);
    assertThat(few.path("more").asBoolean()).isTrue();
    assertThat(cleared.path("entries")).isEmpty();
    assertThat(cleared.path("next").asInt()).isEqualTo(5);
  }

  @Test
  void shouldCountCallsInProgress() {
    var answer =
        probe
            .client()
            .sendAsync(
                probe
                    .request(OPENAI)
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            chat("gpt-4o", "hi [[sim latency_ms=700]]", "")))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    Awaitility.await().until(() -> probe.bill().path("open").asInt() == 1);
    Awaitility.await().until(() -> probe.bill().path("open").asInt() == 0);

    assertThat(answer).succeedsWithin(Duration.ofSeconds(2));
  }

  @Test
  void shouldNeverBillMoreInputThanTheRequestHasBytes() throws IOException {
    String dots = "!?".repeat(5000);
    String body = chat("some-other-model", dots, "");

    JsonNode usage = json(probe.post(OPENAI, body)).path("usage");

    assertThat(usage.path("prompt_tokens").asInt()).isLessThanOrEqualTo(body.length());
  }
}
