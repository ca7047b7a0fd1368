package dev.sluice.proofs.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proofs.traffic.Answer.Ending;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A caller in OpenAI's dialect over plain HTTP. Safe for any thread; blocks. */
public final class Caller implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI url;
  private final String key;
  private final Duration deadline;

  /**
   * @param baseUrl such as {@code http://127.0.0.1:8080/v1}
   * @param deadline sent with each request
   */
  public Caller(String baseUrl, String key, Duration deadline) {
    this.url = URI.create(baseUrl + "/chat/completions");
    this.key = key;
    this.deadline = deadline;
  }

  /** Asks and waits for the end. */
  public Answer ask(Ask ask) {
    long began = System.nanoTime();
    Progress progress = new Progress(ask, began);
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(deadline.plusSeconds(10))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("x-sluice-deadline-ms", Long.toString(deadline.toMillis()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(ask.body()))
            .build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      progress.head(response);
      try (InputStream body = response.body()) {
        if (response.statusCode() == 200 && ask.stream()) {
          return stream(progress, body);
        }
        return whole(progress, body.readAllBytes());
      }
    } catch (IOException e) {
      return progress.end(Ending.BROKEN, String.valueOf(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return progress.end(Ending.BROKEN, "interrupted");
    }
  }

  private static Answer whole(Progress progress, byte[] bytes) throws IOException {
    String body = new String(bytes, StandardCharsets.UTF_8);
    if (progress.status != 200) {
      return progress.end(Ending.ERROR, body);
    }
    progress.content(JSON.readTree(body).at("/choices/0/message/content").asText(""));
    return progress.end(Ending.FULL, "");
  }

  private static Answer stream(Progress progress, InputStream body) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith("data: ")) {
        continue;
      }
      String data = line.substring(6);
      if (data.equals("[DONE]")) {
        return progress.end(Ending.FULL, "");
      }
      JsonNode event = JSON.readTree(data);
      if (event.has("error")) {
        return progress.end(Ending.STREAM_ERROR, data);
      }
      progress.event(event);
      if (progress.events == progress.ask.hangUpAfter()) {
        return progress.end(Ending.HUNG_UP, "");
      }
    }
    return progress.end(Ending.BROKEN, "the stream ended without an end");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static final class Progress {
    private final Ask ask;
    private final long began;
    private final StringBuilder text = new StringBuilder();
    private int status;
    private String requestId = "";
    private Optional<String> costUsd = Optional.empty();
    private String budget = "";
    private int events;
    private long firstContentMs = -1;

    Progress(Ask ask, long began) {
      this.ask = ask;
      this.began = began;
    }

    void head(HttpResponse<?> response) {
      status = response.statusCode();
      requestId = response.headers().firstValue("x-request-id").orElse("");
      costUsd = response.headers().firstValue("x-sluice-cost-usd");
      budget = response.headers().firstValue("x-sluice-budget").orElse("");
    }

    void event(JsonNode event) {
      events++;
      content(event.at("/choices/0/delta/content").asText(""));
      JsonNode cost = event.at("/usage/sluice/cost_usd");
      if (!cost.isMissingNode()) {
        costUsd = Optional.of(cost.asText());
      }
    }

    void content(String piece) {
      if (!piece.isEmpty() && firstContentMs < 0) {
        firstContentMs = elapsed();
      }
      text.append(piece);
    }

    Answer end(Ending ending, String errorText) {
      return new Answer(
          ask,
          ending,
          status,
          requestId,
          costUsd,
          budget,
          text.toString(),
          events,
          errorText,
          elapsed(),
          firstContentMs);
    }

    private long elapsed() {
      return (System.nanoTime() - began) / 1_000_000;
    }
  }
}
