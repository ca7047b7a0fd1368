package dev.sluice.launcher.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Raw HTTP to a registry. */
record RegistryClient(String url, HttpClient http) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A status and the JSON that came with it. */
  record Reply(int status, JsonNode body, String contentType) {

    int errorCode() {
      return body.path("error_code").asInt();
    }
  }

  RegistryClient(String url) {
    this(url, HttpClient.newHttpClient());
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  Reply delete(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder().DELETE(), path);
  }

  Reply put(String path, String body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)), path);
  }

  Reply post(String path, String body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)), path);
  }

  /** Posts a schema as the body's {@code schema}. */
  Reply postSchema(String path, String schema) throws IOException, InterruptedException {
    return post(path, JSON.createObjectNode().put("schema", schema).toString());
  }

  private Reply send(HttpRequest.Builder builder, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        builder
            .uri(URI.create(url + path))
            .timeout(Duration.ofSeconds(40))
            .header("content-type", "application/vnd.schemaregistry.v1+json")
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Reply(
        response.statusCode(),
        JSON.readTree(response.body()),
        response.headers().firstValue("content-type").orElse(""));
  }
}
