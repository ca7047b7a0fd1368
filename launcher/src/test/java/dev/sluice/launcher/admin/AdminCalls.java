package dev.sluice.launcher.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A caller of the admin API and of the gateway, over plain HTTP. */
final class AdminCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String admin;
  private final String gateway;

  AdminCalls(String admin, String gateway) {
    this.admin = admin;
    this.gateway = gateway;
  }

  /** What came back. */
  record Reply(int status, JsonNode body, HttpResponse<String> response) {
    String message() {
      return body.path("error").path("message").asText();
    }
  }

  /** Calls with an admin key; {@code headers} are names and values in turn. */
  Reply call(String key, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(admin + "/admin/v1" + path))
            .header("Authorization", "Bearer " + key)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response = send(request.build());
    try {
      return new Reply(response.statusCode(), JSON.readTree(response.body()), response);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + response.body(), e);
    }
  }

  /** A page of the port for operators, without a key. */
  HttpResponse<String> page(String path) {
    return send(HttpRequest.newBuilder(URI.create(admin + path)).build());
  }

  /** What the gateway says to a holder of this virtual key. */
  int models(String virtualKey) {
    return send(HttpRequest.newBuilder(URI.create(gateway + "/models"))
            .header("Authorization", "Bearer " + virtualKey)
            .build())
        .statusCode();
  }

  /** One chat with a model that needs no provider; its status. */
  int chat(String virtualKey) {
    return send(HttpRequest.newBuilder(URI.create(gateway + "/chat/completions"))
            .header("Authorization", "Bearer " + virtualKey)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\": \"simulator/echo\", \"messages\":"
                        + " [{\"role\": \"user\", \"content\": \"Hello\"}]}"))
            .build())
        .statusCode();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
