package dev.sluice.provider.vertex;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The real one. No proxy of the environment, no redirects. */
final class HttpTokenEndpoint implements TokenEndpoint {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long MOST_BYTES = 64 << 10;

  /** Holder idiom: its threads start with the first token. */
  private static final class Shared {
    static final HttpClient HTTP =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
  }

  @Override
  public CompletionStage<Answer> ask(URI address, String form) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .header("user-agent", "sluice")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return Shared.HTTP
        .sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES))
        // The time of a request ends with the headers of its answer; this covers the body as well.
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(answer -> new Answer(answer.statusCode(), answer.body()));
  }
}
