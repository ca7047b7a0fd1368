package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.Sleeper;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.models.ModelInfo;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.ingress.reply.Frames;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.InferenceRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers of the official SDK for Anthropic's API, its own retries on. */
class AnthropicSdkTest {
  private static final MessageCreateParams PARAMS =
      MessageCreateParams.builder()
          .model("assistant")
          .maxTokens(100)
          .addUserMessage("Say hi")
          .build();

  private final RunningIngress ingress = new RunningIngress();
  private final Naps naps = new Naps();
  private final AnthropicClient client = client(TestConfig.KEY);

  @AfterEach
  void stop() {
    client.close();
    ingress.close();
  }

  @Test
  void shouldAnswerWithAMessageWhoeverAnswers() {
    answer("Hello there");

    try (HttpResponseFor<Message> raw = client.messages().withRawResponse().create(PARAMS)) {
      Message message = raw.parse();
      String requestId = ingress.pipeline.published.peek().getEnvelope().getRequestId();
      assertThat(message.content().getFirst().asText().text()).isEqualTo("Hello there");
      assertThat(message.stopReason()).contains(StopReason.END_TURN);
      assertThat(message.usage().inputTokens()).isEqualTo(3);
      assertThat(message.usage().outputTokens()).isEqualTo(2);
      assertThat(raw.requestId()).contains(requestId);
      assertThat(raw.headers().values("x-sluice-cost-usd")).containsExactly("0.000001");
    }
  }

  @Test
  void shouldStreamEventsThatMakeAMessage() {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.stream(
                        request.getEnvelope().getRequestId(), 1, 1_000, "one ", "two")
                    .toArray(ReplyFrame[]::new));
    MessageAccumulator message = MessageAccumulator.create();

    try (var events = client.messages().createStreaming(PARAMS)) {
      events.stream().forEach(message::accumulate);
    }

    assertThat(message.message().content().getFirst().asText().text()).isEqualTo("one two");
    assertThat(message.message().stopReason()).contains(StopReason.END_TURN);
    assertThat(message.message().usage().outputTokens()).isEqualTo(2);
  }

  @Test
  void shouldPassOnWhatOnlyThisDialectHas() throws InterruptedException {
    answer("ok");
    MessageCreateParams params =
        MessageCreateParams.builder()
            .model("assistant")
            .maxTokens(2_000)
            .enabledThinking(1_024)
            .system("Be short.")
            .putAdditionalBodyProperty("top_k", JsonValue.from(5))
            .addUserMessage("Say hi")
            .putAdditionalHeader("anthropic-beta", "one-2025-01-01,two-2025-01-01")
            .build();

    client.messages().create(params);

    InferenceRequest published = ingress.pipeline.next();
    assertThat(published.getEnvelope().getClientDialect()).isEqualTo("anthropic");
    byte[] payload = Bytes.of(published.getPayload().getBytes());
    CanonicalRequest request = new CanonicalCodec().request(payload);
    assertThat(request.getHeaders())
        .containsEntry("anthropic-beta", "one-2025-01-01,two-2025-01-01")
        .hasSize(1);
    assertThat(request.getMaxOutputTokens()).isEqualTo(2_000);
    assertThat(request.getSystem().getFirst().getText()).isEqualTo("Be short.");
    assertThat(request.getReasoning().getExtras().get("thinking")).contains("1024");
    assertThat(request.getSampling().getTopK()).isEqualTo(5);
  }

  @Test
  void shouldAskOnceWhereABudgetRefuses() {
    refuse(Frames.info(ErrorKind.BUDGET_EXCEEDED, "budget_exceeded: the budget 'monthly'"));

    assertThatExceptionOfType(RateLimitException.class)
        .isThrownBy(() -> client.messages().create(PARAMS))
        .withMessageContaining("budget_exceeded: the budget 'monthly'");
    assertThat(ingress.pipeline.published).hasSize(1);
    assertThat(naps.taken).isEmpty();
  }

  @Test
  void shouldAskAgainWhenALimitHasRoomAgain() {
    ErrorInfo info = Frames.info(ErrorKind.RATE_LIMITED, "Rate limit reached for requests: rpm.");
    info.setRetryAfterMs(1750L);
    ingress.pipeline.responder =
        request -> {
          String id = request.getEnvelope().getRequestId();
          boolean first = ingress.pipeline.published.size() == 1;
          ingress.pipeline.send(
              first
                  ? Frames.error(id, 0, 0, info, 0L)
                  : ingress.pipeline.whole(id, 1, "at last", 0));
        };

    Message message = client.messages().create(PARAMS);

    assertThat(message.content().getFirst().asText().text()).isEqualTo("at last");
    assertThat(naps.taken).hasSize(1);
    assertThat(naps.taken.getFirst()).isBetween(Duration.ofMillis(1750), Duration.ofSeconds(2));
  }

  @Test
  void shouldTellAStreamThatFailsAtItsBeginningByItsStatus() {
    refuse(Frames.info(ErrorKind.BUDGET_EXCEEDED, "budget_exceeded: the budget 'monthly'"));

    assertThatExceptionOfType(RateLimitException.class)
        .isThrownBy(() -> {
          try (var events = client.messages().createStreaming(PARAMS)) {
            events.stream().forEach(event -> {});
          }
        });
  }

  @Test
  void shouldCountTokens() {
    MessageCountTokensParams params =
        MessageCountTokensParams.builder()
            .model("assistant")
            .addUserMessage("The quick brown fox jumps over the lazy dog.")
            .build();

    assertThat(client.messages().countTokens(params).inputTokens()).isBetween(10L, 40L);
    assertThat(ingress.pipeline.published).isEmpty();
  }

  @Test
  void shouldListModels() {
    List<ModelInfo> models = client.models().list().data();

    assertThat(models).extracting(ModelInfo::id).contains("assistant");
    assertThat(client.models().retrieve("assistant").displayName()).isEqualTo("assistant");
  }

  @Test
  void shouldTellAWrongKeyAndAnUnknownModelByTheirOwnTypes() {
    AnthropicClient stranger = client("sk-sluice-wrong");
    assertThatExceptionOfType(UnauthorizedException.class)
        .isThrownBy(() -> stranger.messages().create(PARAMS));
    stranger.close();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.messages().create(PARAMS.toBuilder().model("asistant").build()))
        .withMessageContaining("Did you mean assistant?");
  }

  private AnthropicClient client(String key) {
    return AnthropicOkHttpClient.builder()
        .apiKey(key)
        .baseUrl("http://127.0.0.1:" + ingress.port())
        .timeout(Duration.ofSeconds(20))
        .sleeper(naps)
        .build();
  }

  private void answer(String text) {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.whole(request.getEnvelope().getRequestId(), 1, text, 1_000));
  }

  private void refuse(ErrorInfo info) {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                Frames.error(request.getEnvelope().getRequestId(), 0, 0, info, 0L));
  }

  /** Notes how long the SDK would wait, and does not. */
  private static final class Naps implements Sleeper {
    private final List<Duration> taken = new CopyOnWriteArrayList<>();

    @Override
    public void sleep(Duration duration) {
      taken.add(duration);
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
      taken.add(duration);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
      // nothing to close
    }
  }
}
