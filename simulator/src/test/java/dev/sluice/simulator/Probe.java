package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.simulator.bill.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A caller of a started simulator, over real HTTP. */
final class Probe implements AutoCloseable {

  static final String OPENAI = "/v1/chat/completions";
  static final String RESPONSES = "/v1/responses";
  static final String ANTHROPIC = "/v1/messages";
  static final String COHERE = "/v2/chat";
  static final String MISTRAL = "/mistral/v1/chat/completions";
  static final ObjectMapper JSON = new ObjectMapper();

  private final SimulatorServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Probe(SimulatorConfig config) {
    this.server = SimulatorServer.start(config);
  }

  Probe() {
    this(SimulatorConfig.defaults());
  }

  HttpClient client() {
    return client;
  }

  int port() {
    return server.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> post(String path, String body, String... headers) throws IOException {
    HttpRequest.Builder request =
        request(path)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> get(String path) throws IOException {
    return send(request(path).build());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode bill() {
    return bill("");
  }

  JsonNode bill(String query) {
    try {
      return JSON.readTree(get("/bill" + query).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only entry of an attempt, once it is there. */
  JsonNode entry(String attempt) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> bill("?attempt=" + attempt).path("entries"), e -> e.size() == 1)
        .get(0);
  }

  /** The path of an API; some have the model in it. */
  static String path(String api, String model) {
    return switch (api) {
      case "anthropic-messages" -> ANTHROPIC;
      case "openai-responses" -> RESPONSES;
      case "gemini-generateContent" -> "/v1beta/models/" + model + ":generateContent";
      case "gemini-streamGenerateContent" ->
          "/v1beta/models/" + model + ":streamGenerateContent?alt=sse";
      case "cohere-v2-chat" -> COHERE;
      case "mistral-chat" -> MISTRAL;
      case "bedrock-converse" -> "/model/" + model + "/converse";
      case "bedrock-converse-stream" -> "/model/" + model + "/converse-stream";
      default -> OPENAI;
    };
  }

  static String chat(String model, String text, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, text, more);
  }

  static String message(String model, String text, String more) {
    return chat(model, text, ",\"max_tokens\":1000" + more);
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data of all events but {@code [DONE]}. */
  static List<JsonNode> events(String body) {
    List<JsonNode> events = new ArrayList<>();
    for (String line : body.split("\n")) {
      if (line.startsWith("data: ") && !line.equals("data: [DONE]")) {
        events.add(json(line.substring(6)));
      }
    }
    return events;
  }

  static Tokens tokens(JsonNode entry) {
    JsonNode tokens = entry.path("tokens");
    return new Tokens(
        tokens.path("input").asInt(),
        tokens.path("cached_input").asInt(),
        tokens.path("cache_write").asInt(),
        tokens.path("cache_write_1h").asInt(),
        tokens.path("audio").asInt(),
        tokens.path("output").asInt(),
        tokens.path("reasoning").asInt());
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
