package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Sleeper;
import com.openai.errors.BadRequestException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.sluice.ingress.reply.Frames;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.KeyTerms;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refusals as a user of the official SDK sees them, the SDK's own retries on. */
class OpenAiSdkTest {
  private static final ChatCompletionCreateParams PARAMS =
      ChatCompletionCreateParams.builder().model("assistant").addUserMessage("Say hi").build();

  private final RunningIngress ingress = new RunningIngress();
  private final Naps naps = new Naps();
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .apiKey(TestConfig.KEY)
          .organization("org-of-the-caller")
          .project("project-of-the-caller")
          .baseUrl("http://127.0.0.1:" + ingress.port() + "/v1")
          .timeout(Duration.ofSeconds(20))
          .sleeper(naps)
          .build();

  @AfterEach
  void stop() {
    client.close();
    ingress.close();
  }

  @Test
  void shouldAskOnceWhereABudgetRefuses() {
    refuse(Frames.info(ErrorKind.BUDGET_EXCEEDED, "budget_exceeded: the budget 'monthly'"));

    assertThatExceptionOfType(RateLimitException.class)
        .isThrownBy(() -> client.chat().completions().create(PARAMS))
        .withMessageContaining("budget_exceeded: the budget 'monthly'")
        .satisfies(e -> {
          assertThat(e.code()).contains("insufficient_quota");
          assertThat(e.type()).contains("insufficient_quota");
        });
    assertThat(ingress.pipeline.published).hasSize(1);
    assertThat(naps.taken).isEmpty();
  }

  @Test
  void shouldAskOnceForAStreamWhereABudgetRefuses() {
    refuse(Frames.info(ErrorKind.BUDGET_EXCEEDED, "budget_exceeded: the budget 'monthly'"));

    assertThatExceptionOfType(RateLimitException.class)
        .isThrownBy(this::stream)
        .withMessageContaining("budget_exceeded: the budget 'monthly'");
    assertThat(ingress.pipeline.published).hasSize(1);
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

    ChatCompletion completion = client.chat().completions().create(PARAMS);

    assertThat(completion.choices().getFirst().message().content()).contains("at last");
    assertThat(ingress.pipeline.published).hasSize(2);
    assertThat(naps.taken).containsExactly(Duration.ofMillis(1750));
  }

  @Test
  void shouldGiveUpWithTheLimitsWordsWhereItNeverHasRoom() {
    ErrorInfo info = Frames.info(ErrorKind.RATE_LIMITED, "Rate limit reached for tokens: tpm.");
    info.setRetryAfterMs(20L);
    refuse(info);

    assertThatExceptionOfType(RateLimitException.class)
        .isThrownBy(() -> client.chat().completions().create(PARAMS))
        .withMessageContaining("Rate limit reached for tokens: tpm.")
        .satisfies(e -> assertThat(e.type()).contains("tokens"));
    assertThat(ingress.pipeline.published).hasSize(3);
  }

  @Test
  void shouldAskOnceWhereAModelHasNoPrice() {
    refuse(Frames.info(ErrorKind.UNPRICED, "The deployment simulator/echo has no price."));

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> client.chat().completions().create(PARAMS))
        .satisfies(e -> assertThat(e.code()).contains("model_not_priced"));
    assertThat(ingress.pipeline.published).hasSize(1);
  }

  @Test
  void shouldSayWhatAKeyIsForWhereItIsNotForTheModel() {
    ingress.config =
        TestConfig.with(
            new KeyTerms(List.of("simulator/*"), List.of(), "", List.of(), Allowances.NONE));

    assertThatExceptionOfType(PermissionDeniedException.class)
        .isThrownBy(() -> client.chat().completions().create(PARAMS))
        .withMessageContaining("simulator/*")
        .satisfies(e -> assertThat(e.code()).contains("model_not_allowed"));
    assertThat(naps.taken).isEmpty();
  }

  private void stream() {
    try (var chunks = client.chat().completions().createStreaming(PARAMS)) {
      chunks.stream().forEach(chunk -> {});
    }
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
