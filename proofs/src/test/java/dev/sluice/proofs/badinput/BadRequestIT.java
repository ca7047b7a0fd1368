package dev.sluice.proofs.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.simulator.SimulatorConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad request gets its status and an error that says what, where and the remedy. */
@Tag("broker")
class BadRequestIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BOUND = Duration.ofSeconds(10);
  @TempDir static Path folder;
  private static LocalGateway gateway;
  private static HttpClient http;

  @BeforeAll
  static void start() throws InterruptedException {
    gateway = LocalGateway.start(folder, SimulatorConfig.defaults(), BadRequestIT::file);
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static String file(String simulatorUrl) {
    return GatewayFile.allInOne(simulatorUrl).text()
        + """
          former:
            keys:
              - { name: gone, hash: "sha256:%s", revoked: true }
              - { name: past, hash: "sha256:%s", expires_at: "2020-01-01T00:00:00Z" }
        """
            .formatted(
                VirtualKey.hashOf(BadRequests.REVOKED), VirtualKey.hashOf(BadRequests.EXPIRED));
  }

  @AfterAll
  static void stop() {
    http.shutdownNow();
    gateway.close();
  }

  static Stream<BadRequest> requests() {
    return BadRequests.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void shouldSayWhatIsWrongWhereAndWhatToDo(BadRequest bad) throws Exception {
    // When
    HttpResponse<String> response = http.send(request(bad), BodyHandlers.ofString());

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(bad.status());
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    JsonNode error = JSON.readTree(response.body()).get("error");
    assertThat(error.fieldNames()).toIterable().containsExactly("message", "type", "param", "code");
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.get("code").textValue()).isEqualTo(bad.code());
    assertThat(error.get("param").textValue()).isEqualTo(bad.param());
    assertThat(error.get("message").asText()).contains(bad.words());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no HTTP|hello there|400|not well-formed HTTP|Speak HTTP/1.1 without TLS",
        "long line|GET /v1/LONG HTTP/1.1|414|request line is too long|into the body",
        "large headers|GET /v1/models HTTP/1.1~x: LONG|431|headers are larger than 32 KiB|Send fewer",
        "negative length|POST /v1/chat/completions HTTP/1.1~content-length: -1|400|not well-formed HTTP|Speak HTTP/1.1",
        "two lengths|POST /v1/chat/completions HTTP/1.1~content-length: 1~content-length: 2|400|not well-formed HTTP|Speak HTTP/1.1",
      })
  void shouldAnswerWhatIsNoRequest(String name, String head, int status, String what, String remedy)
      throws IOException {
    URI url = URI.create(gateway.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout((int) BOUND.toMillis());
      OutputStream out = socket.getOutputStream();
      String text = head.replace("LONG", "x".repeat(40_000)).replace("~", "\r\n") + "\r\n\r\n";
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(all(socket)).contains(" " + status + " ", what, remedy);
    }
  }

  @Test
  void shouldServeTheNextRequestAfterAllThese() throws Exception {
    BadRequest good =
        BadRequest.body(
            "good", "{\"model\":\"assistant\"," + BadRequest.MESSAGES + '}', null, null);

    assertThat(http.send(request(good), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private static HttpRequest request(BadRequest bad) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url() + bad.path())).timeout(BOUND);
    bad.allHeaders(GatewayFile.KEY).forEach(request::header);
    return request
        .method(
            bad.method(),
            bad.chunked()
                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bad.body()))
                : BodyPublishers.ofByteArray(bad.body()))
        .build();
  }

  private static String all(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    } catch (SocketException e) {
      // it was closed before it had read all
    }
    return text.toString();
  }
}
