package dev.sluice.provider.trial;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.provider.catalog.CallSigner;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.OutgoingCall;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;

/** Tiny calls to one provider: a word in, as few tokens out as may be, nothing streamed. */
public final class ProviderTrial implements AutoCloseable {
  private static final long MOST_BYTES = 4L << 20;

  private final Endpoint endpoint;
  private final Duration patience;
  private final HttpClient http;

  /**
   * @param patience for the connection and for the answer, each
   */
  public ProviderTrial(Endpoint endpoint, Duration patience) {
    this.endpoint = endpoint;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
  }

  /** Calls a model. */
  public TrialOutcome call(String model) throws InterruptedException {
    CanonicalRequest request = request(model);
    long limit = endpoint.dialect().leastOutputLimit();
    var call = new ProviderCall(model, endpoint.like(), limit, false);
    byte[] body = endpoint.dialect().request(request, call).body();
    long began = System.nanoTime();
    try {
      HttpResponse<byte[]> answer = send(endpoint.dialect().path(request, call), body, "POST");
      long tookMs = (System.nanoTime() - began) / 1_000_000;
      return outcome(call, answer, tookMs);
    } catch (UnprovenException e) {
      return new TrialOutcome.Failed(
          ErrorKind.PROVIDER_AUTHENTICATION, 401, e.reason, OptionalLong.empty());
    } catch (IOException e) {
      return new TrialOutcome.Unreached(why(e));
    }
  }

  /** The call was not made: there is no proof whose it is. */
  private static final class UnprovenException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    UnprovenException(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** The first model that the provider lists; empty where it lists none or does not answer. */
  public Optional<String> firstModel() throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = send("/models", new byte[0], "GET");
      return answer.statusCode() == 200 ? firstId(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpResponse<byte[]> send(String path, byte[] body, String method)
      throws IOException, InterruptedException {
    String address = endpoint.host() + ':' + endpoint.port() + endpoint.basePath() + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create((endpoint.tls() ? "https://" : "http://") + address))
            .timeout(patience)
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .header("user-agent", "sluice")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    endpoint.headers().forEach(request::header);
    var signed =
        new OutgoingCall(
            method, endpoint.authority(), endpoint.basePath() + path, body, Instant.now());
    switch (endpoint.signer().proof(signed).toCompletableFuture().join()) {
      case CallSigner.Proof.Given(Map<String, String> proof) -> proof.forEach(request::header);
      case CallSigner.Proof.Missing(String reason) -> throw new UnprovenException(reason);
    }
    return http.send(
        request.build(),
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
  }

  private static CanonicalRequest request(String model) {
    String json =
        "{\"model\":"
            + JsonText.quoted(model)
            + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    return switch (new OpenAiDialect().read(json.getBytes(StandardCharsets.UTF_8))) {
      case ReadRequest.Parsed parsed -> parsed.request();
      case ReadRequest.Refused refused ->
          throw new IllegalArgumentException("no request can be made for this model: " + refused);
    };
  }

  private TrialOutcome outcome(ProviderCall call, HttpResponse<byte[]> answer, long tookMs) {
    Map<String, String> headers = new HashMap<>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    ProviderReply reply =
        endpoint.dialect().reply(call, answer.statusCode(), headers, answer.body());
    return switch (reply) {
      case ProviderReply.Succeeded succeeded ->
          new TrialOutcome.Answered(
              Objects.requireNonNullElse(succeeded.reply().getModel(), ""), tookMs);
      case ProviderReply.Failed failed ->
          new TrialOutcome.Failed(
              failed.failure().kind(),
              failed.failure().status(),
              endpoint.withoutCredential(failed.failure().info().getMessage()),
              failed.failure().retryAfterMs());
    };
  }

  private static Optional<String> firstId(byte[] body) throws IOException {
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      Optional<String> id = Optional.empty();
      while (in.nextField()) {
        if (in.field().equals("data") && in.isArray()) {
          while (in.nextElement()) {
            Optional<String> read = id(in);
            id = id.isPresent() ? id : read;
          }
        } else {
          in.skip();
        }
      }
      return id;
    }
  }

  private static Optional<String> id(JsonCursor in) throws IOException {
    Optional<String> id = Optional.empty();
    if (!in.isObject()) {
      in.skip();
      return id;
    }
    while (in.nextField()) {
      if (in.field().equals("id")) {
        id = Optional.ofNullable(in.stringOrSkip());
      } else {
        in.skip();
      }
    }
    return id;
  }

  private static TrialOutcome.Why why(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return TrialOutcome.Why.UNKNOWN_HOST;
      }
      if (cause instanceof SSLException) {
        return TrialOutcome.Why.TLS;
      }
      if (cause instanceof HttpTimeoutException) {
        return TrialOutcome.Why.TIMED_OUT;
      }
    }
    return failure instanceof ConnectException ? TrialOutcome.Why.REFUSED : TrialOutcome.Why.BROKEN;
  }
}
