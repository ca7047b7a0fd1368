package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.provider.anthropic.AnthropicProvider;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.gemini.GeminiProvider;
import dev.sluice.provider.http.Lanes;
import dev.sluice.provider.openai.OpenAiProvider;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.usage.UsageSource;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over real sockets to the simulator, with records kept in memory. */
class AttemptCallTest {
  private static SimulatorServer simulator;
  private static Lanes lanes;
  private static ExecutorService counting;
  private static Endpoints endpoints;

  private final MemorySink sink = new MemorySink();
  private final AtomicInteger over = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException {
    simulator = SimulatorServer.start(SimulatorConfig.defaults());
    lanes = Lanes.start(2, 100);
    counting = Executors.newFixedThreadPool(2);
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      closedPort = socket.getLocalPort();
    }
    URI url = URI.create(simulator.url() + "/v1");
    endpoints =
        Endpoints.of(
            Endpoint.at("openai", url, Map.of(), OpenAiProvider.ADAPTER.dialect()),
            Endpoint.at(
                "anthropic",
                url,
                AnthropicProvider.ADAPTER.headers().of(Optional.empty()),
                AnthropicProvider.ADAPTER.dialect()),
            Endpoint.at(
                "google",
                URI.create(simulator.url() + "/v1beta"),
                GeminiProvider.ADAPTER.headers().of(Optional.empty()),
                GeminiProvider.ADAPTER.dialect()),
            Endpoint.at(
                "nowhere",
                URI.create("http://127.0.0.1:" + closedPort),
                Map.of(),
                OpenAiProvider.ADAPTER.dialect()));
  }

  @AfterAll
  static void stop() {
    counting.shutdownNow();
    lanes.close();
    simulator.close();
  }

  @Test
  void shouldAnswerWithOneWholeFrameWhenNotStreamed() {
    Attempt attempt = Attempts.attempt().priorCost(1_000).make();

    run(attempt);

    assertThat(sink.frameKinds()).containsExactly(FrameKind.WHOLE);
    ReplyFrame whole = sink.last();
    CanonicalReply reply = new CanonicalCodec().reply(MemorySink.bytes(whole));
    assertThat(reply.getChoices()).hasSize(1);
    assertThat(whole.getFinal$()).isTrue();
    assertThat(whole.getContent()).isTrue();
    assertThat(whole.getUsage().getSource()).isEqualTo(UsageSource.PROVIDER);
    AttemptEvent outcome = sink.outcome();
    assertThat(outcome.getStatus()).isEqualTo(AttemptStatus.SUCCEEDED);
    assertThat(outcome.getCostNanoUsd()).isPositive();
    assertThat(whole.getCostNanoUsd()).isEqualTo(outcome.getCostNanoUsd() + 1_000);
    assertThat(outcome.getReportedModel()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLetTheOutcomeWaitOnlyWhereTheDispatchSaysSo(boolean mayWait) {
    Attempts attempt = Attempts.attempt();

    run(mayWait ? attempt.outcomeMayWait().make() : attempt.make());

    assertThat(sink.unhurried)
        .isEqualTo(mayWait ? List.of(sink.outcome()) : List.<AttemptEvent>of());
    assertThat(sink.eventPaces)
        .as("one pace for all, or they would overtake each other")
        .isNotEmpty()
        .containsOnly(mayWait ? AttemptSink.Pace.GATHERED : AttemptSink.Pace.AT_ONCE);
  }

  @ParameterizedTest
  @CsvSource({"openai,gpt-4o-mini", "anthropic,claude-sonnet-4-5", "google,gemini-2.5-flash"})
  void shouldStreamChunksAndEndWhenStreamed(String provider, String model) {
    Attempt attempt =
        Attempts.attempt().streamed().provider(provider, model).simulated("out=30 tps=600").make();

    run(attempt);

    assertThat(sink.streamedText()).isNotBlank();
    assertThat(sink.frameKinds().getFirst()).isEqualTo(FrameKind.CHUNK);
    assertThat(sink.frameKinds().getLast()).isEqualTo(FrameKind.END);
    assertThat(sink.ordered())
        .extracting(ReplyFrame::getSequence)
        .containsExactly(IntStream.range(0, sink.frames.size()).boxed().toArray(Integer[]::new));
    assertThat(sink.ordered().getFirst().getContent()).isTrue();
    assertThat(sink.paces.getFirst()).isEqualTo(AttemptSink.Pace.AT_ONCE);
    assertThat(sink.paces.getLast()).isEqualTo(AttemptSink.Pace.GATHERED);
    assertThat(sink.count(AttemptEventKind.FIRST_CONTENT)).isEqualTo(1);
    AttemptEvent outcome = sink.outcome();
    assertThat(outcome.getStatus()).isEqualTo(AttemptStatus.SUCCEEDED);
    assertThat(outcome.getUsage().getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(outcome.getUsage().getOutput()).isEqualTo(30);
    assertThat(outcome.getTtftMs()).isNotNull();
    assertThat(sink.last().getCostNanoUsd()).isEqualTo(outcome.getCostNanoUsd());
    assertThat(sink.failures).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "429, provider_rate_limited, true",
    "500, provider_error, true",
    "503, provider_overloaded, true",
    "401, provider_authentication, true",
    "400, invalid_request, false",
    "context, context_length, true"
  })
  void shouldFallBackWithoutCostWhenProviderRefuses(
      String fault, String kind, boolean tryElsewhere) {
    Attempt attempt = Attempts.attempt().simulated("fault=" + fault + " retry_after=7").make();

    run(attempt);

    FailedAttempt failed = onlyFailure();
    assertThat(failed.getFate()).isEqualTo(FailedFate.FAILED);
    assertThat(failed.getError().getKind()).isEqualTo(kind);
    assertThat(failed.getTryElsewhere()).isEqualTo(tryElsewhere);
    assertThat(failed.getCostNanoUsd()).isZero();
    assertThat(sink.frames).isEmpty();
    assertThat(sink.outcome().getStatus()).isEqualTo(AttemptStatus.FAILED);
    assertThat(sink.outcome().getUsage().getInput()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "429, provider_rate_limited",
    "529, provider_overloaded",
    "401, provider_authentication",
    "404, provider_not_found",
    "context, context_length"
  })
  void shouldUnderstandRefusalsInGooglesWords(String fault, String kind) {
    String directives = "fault=" + fault + " retry_after=7";
    run(Attempts.attempt().provider("google", "gemini-2.5-flash").simulated(directives).make());

    assertThat(onlyFailure().getError().getKind()).isEqualTo(kind);
    assertThat(onlyFailure().getTryElsewhere()).isTrue();
    boolean waits = fault.equals("429") || fault.equals("529");
    assertThat(onlyFailure().getError().getRetryAfterMs()).isEqualTo(waits ? 7_000L : null);
  }

  @Test
  void shouldBillThoughtsAsReasoningWhenGemini() {
    String directives = "out=12 reasoning=5 cached=3";
    run(Attempts.attempt().provider("google", "gemini-2.5-flash").simulated(directives).make());

    assertThat(sink.frameKinds()).containsExactly(FrameKind.WHOLE);
    AttemptEvent outcome = sink.outcome();
    assertThat(outcome.getStatus()).isEqualTo(AttemptStatus.SUCCEEDED);
    assertThat(outcome.getUsage().getOutput()).isEqualTo(12);
    assertThat(outcome.getUsage().getReasoning()).isEqualTo(5);
    assertThat(outcome.getUsage().getCachedInput()).isEqualTo(3);
    assertThat(outcome.getCostNanoUsd()).isPositive();
    assertThat(outcome.getReportedModel()).isEqualTo("gemini-2.5-flash");
  }

  @Test
  void shouldTellWhenToRetryWhenProviderSaysSo() {
    Attempt attempt = Attempts.attempt().simulated("fault=429 retry_after=7").make();

    run(attempt);

    assertThat(onlyFailure().getError().getRetryAfterMs()).isEqualTo(7_000);
  }

  @Test
  void shouldFallBackWhenConnectionIsRefused() {
    run(Attempts.attempt().provider("nowhere", "gpt-4o-mini").make());

    assertThat(onlyFailure().getError().getKind())
        .isEqualTo(ErrorKind.PROVIDER_UNREACHABLE.wireName());
    assertThat(sink.outcome().getUsage().getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(sink.outcome().getCostNanoUsd()).isZero();
  }

  @Test
  void shouldEstimateWhenConnectionIsResetAfterTheRequest() {
    run(Attempts.attempt().streamed().simulated("fault=reset").make());

    assertThat(onlyFailure().getError().getKind())
        .isEqualTo(ErrorKind.PROVIDER_UNREACHABLE.wireName());
    assertThat(sink.outcome().getUsage().getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(sink.outcome().getUsage().getInput()).isPositive();
  }

  @Test
  void shouldEstimateWhenProviderGivesNoUsage() {
    run(Attempts.attempt().streamed().simulated("out=40 fault=no_usage").make());

    AttemptEvent outcome = sink.outcome();
    assertThat(outcome.getStatus()).isEqualTo(AttemptStatus.SUCCEEDED);
    assertThat(outcome.getUsage().getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(outcome.getUsage().getOutput()).isPositive();
    assertThat(sink.last().getUsage()).isEqualTo(outcome.getUsage());
  }

  @Test
  void shouldEndWithOneErrorFrameWhenStreamIsCutAfterContent() {
    run(Attempts.attempt().streamed().simulated("out=60 tps=300 fault=cut after=10").make());

    assertThat(sink.failures).isEmpty();
    ReplyFrame last = sink.last();
    assertThat(last.getKind()).isEqualTo(FrameKind.ERROR);
    assertThat(last.getFinal$()).isTrue();
    assertThat(last.getError().getKind()).isEqualTo(ErrorKind.STREAM_BROKEN.wireName());
    assertThat(sink.frameKinds()).filteredOn(FrameKind.ERROR::equals).hasSize(1);
    AttemptEvent outcome = sink.outcome();
    assertThat(outcome.getStatus()).isEqualTo(AttemptStatus.FAILED);
    assertThat(outcome.getContentShown()).isTrue();
    assertThat(outcome.getUsage().getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(outcome.getUsage().getOutput()).isPositive();
  }

  @Test
  void shouldEndWithOneErrorFrameWhenProviderTellsErrorInStream() {
    run(
        Attempts.attempt()
            .streamed()
            .simulated("out=60 tps=300 fault=stream_error after=10")
            .make());

    assertThat(sink.last().getKind()).isEqualTo(FrameKind.ERROR);
    assertThat(sink.last().getError().getKind()).isEqualTo(ErrorKind.STREAM_BROKEN.wireName());
    assertThat(sink.failures).isEmpty();
  }

  @Test
  void shouldFallBackWhenStreamFailsBeforeContent() {
    run(Attempts.attempt().streamed().simulated("out=60 fault=stream_error after=0").make());

    assertThat(onlyFailure().getTryElsewhere()).isTrue();
    assertThat(sink.frames).isEmpty();
    assertThat(sink.outcome().getContentShown()).isFalse();
  }

  @Test
  void shouldFallBackWhenReplyIsMalformed() {
    run(Attempts.attempt().simulated("fault=malformed").make());

    assertThat(onlyFailure().getError().getKind())
        .isEqualTo(ErrorKind.PROVIDER_MALFORMED.wireName());
    assertThat(sink.outcome().getUsage().getSource()).isEqualTo(UsageSource.ESTIMATED);
  }

  @Test
  void shouldFallBackWhenFirstTokenIsLate() {
    run(Attempts.attempt().streamed().simulated("ttft_ms=5000").timeouts(0, 150, 0, 0).make());

    assertThat(onlyFailure().getError().getKind())
        .isEqualTo(ErrorKind.FIRST_TOKEN_TIMEOUT.wireName());
    assertThat(sink.outcome().getStatus()).isEqualTo(AttemptStatus.TIMED_OUT);
    assertThat(sink.outcome().getLatencyMs()).isBetween(140L, 2_000L);
  }

  @Test
  void shouldBreakStreamWhenProviderIsIdle() {
    run(Attempts.attempt().streamed().simulated("out=20 tps=2").timeouts(0, 0, 100, 0).make());

    assertThat(sink.last().getKind()).isEqualTo(FrameKind.ERROR);
    assertThat(sink.last().getError().getKind()).isEqualTo(ErrorKind.IDLE_TIMEOUT.wireName());
    assertThat(sink.outcome().getLatencyMs()).isLessThan(2_500);
  }

  @Test
  void shouldOnlyTellOutcomeWhenDeadlinePassesBeforeContent() {
    run(Attempts.attempt().simulated("fault=timeout").deadlineIn(150).make());

    assertThat(sink.failures).isEmpty();
    assertThat(sink.frames).isEmpty();
    assertThat(sink.outcome().getStatus()).isEqualTo(AttemptStatus.TIMED_OUT);
    assertThat(sink.outcome().getErrorKind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED.wireName());
    assertThat(sink.outcome().getUsage().getSource()).isEqualTo(UsageSource.ESTIMATED);
  }

  @Test
  void shouldCloseCallAndEstimateWhenCancelled() {
    AttemptCall call = call(Attempts.attempt().streamed().simulated("out=2000 tps=100").make());
    call.begin();
    await().until(() -> sink.frames.size() > 3);

    call.abort(ErrorKind.CANCELLED, "The request was cancelled.");

    await().until(() -> over.get() == 1);
    int sent = sink.frames.size();
    AttemptEvent outcome = sink.outcome();
    assertThat(outcome.getStatus()).isEqualTo(AttemptStatus.CANCELLED);
    assertThat(outcome.getUsage().getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(outcome.getUsage().getOutput()).isGreaterThan(3);
    assertThat(sink.frameKinds()).doesNotContain(FrameKind.ERROR, FrameKind.END);
    await().during(Duration.ofMillis(100)).until(() -> sink.frames.size() == sent);
  }

  /** Else a worker that is lost in between leaves a caller without content and without another. */
  @Test
  void shouldTellOfContentOnlyWhenItsFrameIsWritten() {
    sink.withholding = true;
    call(Attempts.attempt().streamed().simulated("out=400 tps=1500").make()).begin();
    await().until(() -> sink.frames.size() >= 16);
    assertThat(sink.count(AttemptEventKind.FIRST_CONTENT)).isZero();

    sink.acknowledge();

    await().atMost(Duration.ofSeconds(20)).until(() -> over.get() == 1);
    assertThat(sink.events)
        .extracting(AttemptEvent::getKind)
        .containsExactly(AttemptEventKind.FIRST_CONTENT, AttemptEventKind.OUTCOME);
  }

  @Test
  void shouldNotReadOnWhileFramesAreNotAcknowledged() {
    sink.withholding = true;
    AttemptCall call = call(Attempts.attempt().streamed().simulated("out=400 tps=1500").make());
    call.begin();
    await().until(() -> sink.frames.size() >= 16);
    await().during(Duration.ofMillis(200)).until(() -> sink.frames.size() <= 17);

    sink.acknowledge();

    await().atMost(Duration.ofSeconds(20)).until(() -> over.get() == 1);
    assertThat(sink.last().getKind()).isEqualTo(FrameKind.END);
    assertThat(sink.outcome().getUsage().getOutput()).isEqualTo(400);
  }

  @Test
  void shouldSendErrorFrameWhenReplyIsLargerThanTheTopicTakes() {
    sink.largestPayload = 50;

    run(Attempts.attempt().make());

    assertThat(sink.frameKinds()).containsExactly(FrameKind.ERROR);
    assertThat(sink.outcome().getCostNanoUsd()).isPositive();
  }

  @Test
  void shouldAnswerBatchInItsAuthorsDialect() {
    run(Attempts.attempt().batch().make());

    assertThat(sink.frames).isEmpty();
    assertThat(sink.batchReplies).hasSize(1);
    assertThat(sink.batchReplies.getFirst().getStatus()).isEqualTo(200);
    assertThat(sink.batchReplies.getFirst().getBody()).contains("\"chat.completion\"");
    assertThat(sink.batchReplies.getFirst().getCostNanoUsd())
        .isEqualTo(sink.outcome().getCostNanoUsd());
  }

  @Test
  void shouldRefuseBatchThatCannotBeRead() {
    run(Attempts.attempt().batch().body("{\"messages\":17}").make());

    assertThat(onlyFailure().getError().getKind()).isEqualTo(ErrorKind.INVALID_REQUEST.wireName());
    assertThat(onlyFailure().getTryElsewhere()).isFalse();
  }

  @Test
  void shouldFallBackWhenProviderIsNotConfigured() {
    run(Attempts.attempt().provider("mistral", "small").make());

    assertThat(onlyFailure().getError().getKind())
        .isEqualTo(ErrorKind.PROVIDER_NOT_FOUND.wireName());
  }

  private FailedAttempt onlyFailure() {
    assertThat(sink.failures).hasSize(1);
    return sink.failures.getFirst();
  }

  private void run(Attempt attempt) {
    call(attempt).begin();
    await().atMost(Duration.ofSeconds(15)).until(() -> over.get() == 1);
    assertThat(sink.count(AttemptEventKind.OUTCOME)).isEqualTo(1);
    assertThat(sink.outcome().getUsage()).isNotNull();
  }

  private AttemptCall call(Attempt attempt) {
    CallServices services = TestServices.of(sink, () -> endpoints, counting);
    return new AttemptCall(attempt, services, lanes.next(), over::incrementAndGet);
  }
}
