package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers of Anthropic's dialect are told of what is wrong, in its own form. */
class MessagesRefusalsTest {
  private static final String GOOD =
      """
      {"model":"assistant","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}\
      """;
  private static RunningIngress ingress;

  @BeforeAll
  static void start() {
    ingress = new RunningIngress();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  /**
   * One bad request.
   *
   * @param header name, colon and value of a further header, empty for none
   */
  record Bad(
      String name,
      String method,
      String path,
      String header,
      String body,
      int status,
      String type,
      String told) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Bad> bodies() {
    return Stream.of(
            new String[] {"no JSON", "{\"model\":", "The request body is not valid JSON."},
            new String[] {"no object", "[]", "The request body is not valid JSON."},
            new String[] {
              "no model", GOOD.replace("\"model\":\"assistant\",", ""), "model: Field required"
            },
            new String[] {
              "no limit", GOOD.replace("\"max_tokens\":9,", ""), "max_tokens: Field required"
            },
            new String[] {"a limit of nothing", GOOD.replace(":9,", ":0,"), "max_tokens: "},
            new String[] {"a limit as text", GOOD.replace(":9,", ":\"9\","), "max_tokens: "},
            new String[] {
              "no messages",
              "{\"model\":\"assistant\",\"max_tokens\":9}",
              "messages: Field required"
            },
            new String[] {
              "empty messages",
              "{\"model\":\"assistant\",\"max_tokens\":9,\"messages\":[]}",
              "messages: at least one message is required"
            },
            new String[] {
              "a role of OpenAI's", GOOD.replace("user", "developer"), "messages.0.role: "
            },
            new String[] {
              "no content", GOOD.replace(",\"content\":\"Hi\"", ""), "messages.0.content: "
            },
            new String[] {
              "temperature as text",
              GOOD.replace("{\"model\"", "{\"temperature\":\"hot\",\"model\""),
              "temperature: Input should be a valid number"
            },
            new String[] {
              "stream as text",
              GOOD.replace("{\"model\"", "{\"stream\":\"yes\",\"model\""),
              "stream: Input should be a valid boolean"
            })
        .map(it ->
            new Bad(it[0], "POST", "/v1/messages", "", it[1], 400, "invalid_request_error", it[2]));
  }

  static Stream<Bad> heads() {
    String key = "x-api-key: ";
    return Stream.of(
        new Bad(
            "unknown model",
            "POST",
            "/v1/messages",
            "",
            GOOD.replace("assistant", "asistant"),
            404,
            "not_found_error",
            "Did you mean assistant?"),
        new Bad(
            "wrong key",
            "POST",
            "/v1/messages",
            key + "sk-wrong",
            GOOD,
            401,
            "authentication_error",
            "Incorrect API key"),
        new Bad(
            "no key", "POST", "/v1/messages", key, GOOD, 401, "authentication_error", "x-api-key"),
        new Bad(
            "two keys",
            "POST",
            "/v1/messages",
            "authorization: Bearer sk-other",
            GOOD,
            401,
            "authentication_error",
            "authorization and x-api-key"),
        new Bad(
            "wrong method",
            "PUT",
            "/v1/messages",
            "",
            GOOD,
            405,
            "invalid_request_error",
            "Allowed: POST"),
        new Bad(
            "unknown path",
            "POST",
            "/v1/messages/batches",
            "",
            GOOD,
            404,
            "not_found_error",
            "POST /v1/messages"),
        new Bad(
            "no JSON by its type",
            "POST",
            "/v1/messages",
            "content-type: text/plain",
            GOOD,
            415,
            "invalid_request_error",
            "application/json"),
        new Bad(
            "a project of its own",
            "POST",
            "/v1/messages",
            "x-sluice-project: other",
            GOOD,
            400,
            "invalid_request_error",
            "x-sluice-project"),
        new Bad(
            "a deadline of nothing",
            "POST",
            "/v1/messages",
            "x-sluice-deadline-ms: 0",
            GOOD,
            400,
            "invalid_request_error",
            "x-sluice-deadline-ms"),
        new Bad(
            "endless betas",
            "POST",
            "/v1/messages",
            "anthropic-beta: " + "b".repeat(3_000),
            GOOD,
            400,
            "invalid_request_error",
            "anthropic-beta"),
        new Bad(
            "too large",
            "POST",
            "/v1/messages",
            "",
            GOOD.replace("Hi", "x".repeat(1 << 20)),
            413,
            "request_too_large",
            "server.body_limit"),
        new Bad(
            "counting without a model",
            "POST",
            "/v1/messages/count_tokens",
            "",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
            400,
            "invalid_request_error",
            "model: Field required"),
        new Bad(
            "an unknown model asked for",
            "GET",
            "/v1/models/asistant",
            "anthropic-version: 2023-06-01",
            "",
            404,
            "not_found_error",
            "Did you mean assistant?"));
  }

  @ParameterizedTest
  @MethodSource({"bodies", "heads"})
  void shouldTellWhatIsWrong(Bad bad) throws Exception {
    HttpResponse<String> response = send(bad);

    JsonNode error = new ObjectMapper().readTree(response.body());
    assertThat(response.statusCode()).isEqualTo(bad.status());
    assertThat(error.path("type").asText()).isEqualTo("error");
    assertThat(error.path("error").path("type").asText()).isEqualTo(bad.type());
    assertThat(error.path("error").path("message").asText()).contains(bad.told());
    assertThat(response.headers().firstValue("request-id")).isPresent();
    assertThat(response.body()).doesNotContain("sk-other", "sk-wrong", TestConfig.KEY);
    assertThat(ingress.pipeline.published).isEmpty();
  }

  @Test
  void shouldTakeABrokenQueryAndKeepItsKeyToItself() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + ingress.port() + "/v1/models?key=sk-query&x=1"))
            .build();
    assertThat(ingress.client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);

    String raw =
        raw(
            "GET /v1/models?key="
                + TestConfig.KEY
                + "&note=100% HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

    assertThat(raw).startsWith("HTTP/1.1 200").doesNotContain(TestConfig.KEY);
  }

  /** Java's client sends no query that is broken. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ingress.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HttpResponse<String> send(Bad bad) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingress.port() + bad.path()));
    request.setHeader("x-api-key", TestConfig.KEY);
    request.setHeader("content-type", "application/json");
    if (!bad.header().isEmpty()) {
      String[] header = bad.header().split(": ", 2);
      request.setHeader(header[0], header[1]);
    }
    request.method(
        bad.method(),
        bad.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(bad.body()));
    return ingress.client.send(request.build(), BodyHandlers.ofString());
  }
}
