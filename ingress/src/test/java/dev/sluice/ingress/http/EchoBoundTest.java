package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a reply repeats of its request counts among the bytes that callers may have open. */
class EchoBoundTest {
  private final RunningIngress ingress =
      new RunningIngress(
          new Collaborators.Limits(
              "ingress-1", "sluice.replies", 1 << 20, 2, 300_000_000L, 8 << 20),
          new Bounds(100, 3_000));

  @AfterEach
  void stop() {
    ingress.close();
  }

  @Test
  void shouldHoldTheInstructionsOfAResponseUntilItIsOver() throws Exception {
    // Given
    CompletableFuture<HttpResponse<String>> first =
        ingress.client.sendAsync(request("20000"), BodyHandlers.ofString());
    String id = ingress.pipeline.next().getEnvelope().getRequestId();

    // When
    HttpResponse<String> second = ingress.client.send(request("300"), BodyHandlers.ofString());

    // Then
    assertThat(second.statusCode()).isEqualTo(503);
    ingress.pipeline.send(ingress.pipeline.whole(id, 1, "hi", 5));
    assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    HttpResponse<String> third = ingress.client.send(request("300"), BodyHandlers.ofString());
    assertThat(third.statusCode()).as("taken, and answered by nobody").isEqualTo(504);
  }

  private HttpRequest request(String deadlineMs) {
    String body =
        "{\"model\":\"assistant\",\"input\":\"Hi\",\"instructions\":\"" + "x".repeat(2_000) + "\"}";
    return ingress
        .request("/v1/responses")
        .header("content-type", "application/json")
        .header("x-sluice-deadline-ms", deadlineMs)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
