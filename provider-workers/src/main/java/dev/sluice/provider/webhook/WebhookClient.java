package dev.sluice.provider.webhook;

import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.config.WebhookAddress;
import dev.sluice.schemas.config.WebhookKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Posts alerts. As with providers: no proxy of the environment, no redirects, the trust store of
 * the JDK. Nothing that it says holds an address: that of Slack is a secret. Safe for any thread.
 */
final class WebhookClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int OK_FAMILY = 2;
  private static final int GONE = 410;

  private final Function<SecretReference, SecretOutcome> secrets;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECT)
          .build();

  WebhookClient(Function<SecretReference, SecretOutcome> secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /** A value, or why it cannot be had. */
  private sealed interface Found<T> {
    record Value<T>(T value) implements Found<T> {}

    record None<T>(String reason) implements Found<T> {}
  }

  /**
   * Posts once, with address and signing key as they are now. Blocks for 15 seconds at most.
   *
   * @throws InterruptedException if the thread is interrupted; the message may have been taken
   */
  PostOutcome post(Webhook webhook, AlertMessage message) throws InterruptedException {
    Found<Optional<byte[]>> key = key(webhook);
    return switch (address(webhook.address())) {
      case Found.None<URI>(String reason) -> new PostOutcome.Failed(reason);
      case Found.Value<URI>(URI address) ->
          switch (key) {
            case Found.None<Optional<byte[]>>(String reason) -> new PostOutcome.Failed(reason);
            case Found.Value<Optional<byte[]>>(Optional<byte[]> signing) ->
                post(address, signing, message);
          };
    };
  }

  private Found<URI> address(WebhookAddress address) {
    return switch (address) {
      case WebhookAddress.Plain(URI url) -> new Found.Value<>(url);
      case WebhookAddress.Referred(SecretReference reference) ->
          switch (secrets.apply(reference)) {
            case SecretOutcome.Missing(String reason) -> new Found.None<>("its url: " + reason);
            case SecretOutcome.Resolved resolved ->
                WebhookAddress.resolved(resolved.secret().reveal())
                    .<Found<URI>>map(Found.Value::new)
                    .orElseGet(
                        () -> new Found.None<>("what " + reference + " leads to is no address"));
          };
    };
  }

  private Found<Optional<byte[]>> key(Webhook webhook) {
    if (webhook.signingSecret().isEmpty()) {
      return new Found.Value<>(Optional.empty());
    }
    SecretReference reference = webhook.signingSecret().get();
    return switch (secrets.apply(reference)) {
      case SecretOutcome.Missing(String reason) -> new Found.None<>("its secret: " + reason);
      case SecretOutcome.Resolved resolved -> {
        Optional<byte[]> key = WebhookKey.of(resolved.secret().reveal());
        yield key.isPresent()
            ? new Found.Value<>(key)
            : new Found.None<>(
                "what " + reference + " leads to is no signing key: " + WebhookKey.RULE);
      }
    };
  }

  private PostOutcome post(URI address, Optional<byte[]> key, AlertMessage message)
      throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer;
    try {
      answer = http.sendAsync(request(address, key, message), BodyHandlers.discarding());
    } catch (IllegalArgumentException e) {
      return new PostOutcome.Failed("its address cannot be used"); // e repeats it
    }
    try {
      return outcome(answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new PostOutcome.Failed("no answer within " + ANSWER.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new PostOutcome.Failed("no answer: " + cause.getClass().getSimpleName());
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(URI address, Optional<byte[]> key, AlertMessage message) {
    long timestamp = clock.instant().getEpochSecond();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("content-type", "application/json")
            .header("user-agent", "sluice-webhook")
            .header("webhook-id", message.id())
            .header("webhook-timestamp", Long.toString(timestamp))
            .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()));
    key.ifPresent(
        bytes -> request.header("webhook-signature", Signature.of(bytes, message, timestamp)));
    return request.build();
  }

  private static PostOutcome outcome(HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status / 100 == OK_FAMILY) {
      return new PostOutcome.Taken();
    }
    return status == GONE
        ? new PostOutcome.Unwanted()
        : new PostOutcome.Failed(
            "status " + status,
            response
                .headers()
                .firstValue("retry-after")
                .map(WebhookClient::seconds)
                .orElse(Duration.ZERO));
  }

  /** A date, which is allowed as well, counts for nothing: the back-off will do. */
  private static Duration seconds(String retryAfter) {
    return retryAfter.matches("[0-9]{1,9}")
        ? Duration.ofSeconds(Math.min(Long.parseLong(retryAfter), LONGEST_WAIT.toSeconds()))
        : Duration.ZERO;
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
