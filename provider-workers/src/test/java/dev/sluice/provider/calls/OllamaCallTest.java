package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.http.Lanes;
import dev.sluice.provider.ollama.OllamaProvider;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.usage.UsageSource;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream of lines of JSON is no JSON document. */
class OllamaCallTest {
  private static final String LINES =
      """
      {"model":"llama3.2","message":{"role":"assistant","content":"The"},"done":false}
      {"model":"llama3.2","message":{"role":"assistant","content":" Loire."},"done":false}
      {"model":"llama3.2","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop",\
      "prompt_eval_count":26,"eval_count":12}
      """;

  private final MemorySink sink = new MemorySink();
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private HttpServer server;
  private Lanes lanes;
  private ExecutorService counting;

  @BeforeEach
  void start() throws Exception {
    lanes = Lanes.start(1, 10);
    counting = Executors.newSingleThreadExecutor();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext(
        "/api/chat",
        exchange -> {
          asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.getResponseHeaders().set("content-type", "application/x-ndjson");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            for (String piece : LINES.split("(?<=,)")) {
              out.write(piece.getBytes(StandardCharsets.UTF_8));
              out.flush();
            }
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    lanes.close();
    counting.shutdownNow();
  }

  @Test
  void shouldReadTheLinesOfAStream() {
    // Given
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api");
    Endpoints endpoints =
        Endpoints.of(Endpoint.at("mine", url, Map.of(), OllamaProvider.ADAPTER.dialect()));
    AtomicBoolean over = new AtomicBoolean();
    Attempt attempt = Attempts.attempt().streamed().provider("mine", "llama3.2").make();

    // When
    new AttemptCall(
            attempt,
            TestServices.of(sink, () -> endpoints, counting),
            lanes.next(),
            () -> over.set(true))
        .begin();
    await().atMost(Duration.ofSeconds(15)).untilTrue(over);

    // Then
    assertThat(asked.get()).contains("\"stream\":true", "\"model\":\"llama3.2\"");
    assertThat(sink.streamedText()).isEqualTo("The Loire.");
    assertThat(sink.outcome().getStatus()).isEqualTo(AttemptStatus.SUCCEEDED);
    assertThat(sink.outcome().getUsage().getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(sink.outcome().getUsage().getInput()).isEqualTo(26);
    assertThat(sink.outcome().getUsage().getOutput()).isEqualTo(12);
  }
}
