package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.provider.ProviderTypes;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.http.Lanes;
import dev.sluice.provider.plugin.Plugins;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderType;
import dev.sluice.schemas.config.SecretReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attempts over real sockets with the key file of a service account. */
class VertexCallTest {
  private static final String ANSWER =
      """
      {"candidates":[{"content":{"parts":[{"text":"Hi."}],"role":"model"},"finishReason":"STOP"}],
       "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5}}
      """;

  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final MemorySink sink = new MemorySink();
  private volatile int tokenStatus = 200;
  private HttpServer server;
  private Lanes lanes;
  private ExecutorService counting;

  @BeforeEach
  void start() throws Exception {
    lanes = Lanes.start(1, 10);
    counting = Executors.newSingleThreadExecutor();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext("/token", this::token);
    server.createContext(
        "/v1/projects/p/locations/l/publishers/google/models/m-1:generateContent",
        exchange -> {
          credentials.add(exchange.getRequestHeaders().getFirst("authorization"));
          answer(exchange, 200, ANSWER);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    lanes.close();
    counting.shutdownNow();
  }

  private void token(HttpExchange exchange) throws IOException {
    tokens.incrementAndGet();
    answer(
        exchange,
        tokenStatus,
        tokenStatus == 200
            ? "{\"access_token\":\"token-of-an-hour\",\"expires_in\":3599}"
            : "{\"error\":\"invalid_grant\",\"error_description\":\"account not found\"}");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Endpoints endpoints() throws Exception {
    String root = "http://127.0.0.1:" + server.getAddress().getPort();
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String file =
        "{\"client_email\":\"a@p.iam\",\"token_uri\":\"%s/token\",\"private_key\":\"%s\"}"
            .formatted(
                root,
                Base64.getEncoder()
                    .encodeToString(keys.generateKeyPair().getPrivate().getEncoded()));
    Provider vertex =
        new Provider(
            "vertex",
            ProviderType.VERTEX,
            URI.create(root + "/v1/projects/p/locations/l/publishers/google"),
            new SecretReference.Env("FILE"));
    return Endpoints.of(
        List.of(vertex),
        reference -> reference.resolve(Map.of("FILE", file)),
        new ProviderTypes(Plugins.NONE)::adapterOf);
  }

  private void attempts(int count) throws Exception {
    Endpoints endpoints = endpoints();
    AtomicInteger over = new AtomicInteger();
    CallServices services = TestServices.of(sink, () -> endpoints, counting);
    for (int i = 0; i < count; i++) {
      new AttemptCall(
              Attempts.attempt().provider("vertex", "m-1").make(),
              services,
              lanes.next(),
              over::incrementAndGet)
          .begin();
    }
    await().atMost(Duration.ofSeconds(15)).until(() -> over.get() == count);
  }

  @Test
  void shouldAskForOneTokenForAllCalls() throws Exception {
    // When
    attempts(3);

    // Then
    assertThat(tokens).hasValue(1);
    assertThat(credentials).hasSize(3).containsOnly("Bearer token-of-an-hour");
  }

  @Test
  void shouldFailWithWhatTheTokenEndpointSays() throws Exception {
    // Given
    tokenStatus = 400;

    // When
    attempts(1);

    // Then
    assertThat(credentials).isEmpty();
    assertThat(sink.outcome().getStatus()).isNotEqualTo(AttemptStatus.SUCCEEDED);
    assertThat(sink.outcome().toString())
        .contains("credential_missing")
        .contains("invalid_grant, account not found");
  }
}
