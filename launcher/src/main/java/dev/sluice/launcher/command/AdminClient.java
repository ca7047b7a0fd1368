package dev.sluice.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.launcher.assembly.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls the admin API of an ingress. Blocks; for one thread. The key is shown to the server alone.
 */
final class AdminClient {
  static final ObjectMapper JSON = new ObjectMapper();

  /** A change takes up to five seconds there. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI server;
  private final String key;

  AdminClient(URI server, String key) {
    this.server = server;
    this.key = key;
  }

  /** A path below {@code /admin/v1} of these names, encoded. */
  static String path(String... names) {
    return Stream.of(names)
        .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/", "/", ""));
  }

  /**
   * Makes a call.
   *
   * @param body an object without fields sends none
   * @throws StartFailure with the server's words, if it refuses; or if nobody answers
   */
  JsonNode call(String method, String path, ObjectNode body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + "/admin/v1" + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    HttpResponse<String> response = send(request.build());
    JsonNode answer = read(response);
    if (response.statusCode() / 100 != 2) {
      throw new StartFailure(
          answer
              .path("error")
              .path("message")
              .asText("the server answered with status " + response.statusCode()));
    }
    return answer;
  }

  JsonNode get(String path) {
    return call("GET", path, JSON.createObjectNode(), Map.of());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new StartFailure(
          "the admin API at "
              + server
              + " does not answer ("
              + e.getClass().getSimpleName()
              + "); --server or SLUICE_SERVER names the admin port of an ingress",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while waiting for " + server, e);
    }
  }

  private JsonNode read(HttpResponse<String> response) {
    try {
      JsonNode answer = JSON.readTree(response.body());
      return answer == null ? JSON.createObjectNode() : answer;
    } catch (JsonProcessingException e) {
      throw new StartFailure(
          "what answers at "
              + server
              + " (status "
              + response.statusCode()
              + ") is not the admin API; --server or SLUICE_SERVER names the admin port of an"
              + " ingress",
          e);
    }
  }
}
