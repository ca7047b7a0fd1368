package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class RecordedExchangesTest {

  private static final Path FOLDER = Path.of("../../shared/fixtures/exchanges");
  private static final Set<String> APIS =
      Set.of(
          "openai-chat-completions",
          "openai-responses",
          "anthropic-messages",
          "gemini-generateContent",
          "gemini-streamGenerateContent",
          "bedrock-converse",
          "bedrock-converse-stream",
          "cohere-v2-chat",
          "mistral-chat");
  private static final String[] KEY = {"authorization", "Bearer any"};

  private static List<JsonNode> exchanges() throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(FOLDER), "no recorded exchanges beside the repository");
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(f -> f.toString().endsWith(".json"))
          .sorted()
          .map(RecordedExchangesTest::read)
          .filter(e -> APIS.contains(e.path("api").asText()))
          .toList();
    }
  }

  private static JsonNode read(Path file) {
    try {
      return Probe.json(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void shouldPlayBackEveryRecordedRequest() throws IOException {
    List<JsonNode> exchanges = exchanges();
    try (Probe probe = new Probe(SimulatorConfig.defaults().withPlayback(FOLDER, true))) {
      int played = 0;
      for (JsonNode exchange : exchanges) {
        if (exchange.at("/request/body").isObject()) {
          HttpResponse<String> response =
              probe.post(
                  Probe.path(exchange.path("api").asText(), "any"),
                  exchange.at("/request/body").toString(),
                  KEY);
          assertSame(exchange, response);
          played++;
        }
      }
      assertThat(played).isGreaterThan(50);
    }
  }

  @Test
  void shouldPlayBackEveryExchangeById() throws IOException {
    List<JsonNode> exchanges = exchanges();
    try (Probe probe = new Probe(SimulatorConfig.defaults().withPlayback(FOLDER, true))) {
      for (JsonNode exchange : exchanges) {
        String model = "exchange:" + exchange.path("id").asText();
        assertSame(
            exchange,
            probe.post(
                Probe.path(exchange.path("api").asText(), model),
                Probe.message(model, "anything", ""),
                KEY));
      }
    }
  }

  private static void assertSame(JsonNode exchange, HttpResponse<String> response) {
    String id = exchange.path("id").asText();
    JsonNode recorded = exchange.path("response");
    assertThat(response.statusCode()).as(id).isEqualTo(recorded.path("status").asInt());
    if (recorded.has("body_base64")) {
      byte[] bytes = Base64.getDecoder().decode(recorded.path("body_base64").asText());
      assertThat(response.body()).as(id).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    } else if (recorded.path("body").isTextual()) {
      assertThat(response.body()).as(id).isEqualTo(recorded.path("body").asText());
    } else {
      assertThat(response.body()).as(id).startsWith(recorded.path("body_raw_prefix").asText());
      assertThat(Probe.json(response)).as(id).isEqualTo(recorded.path("body"));
    }
    assertThat(response.headers().firstValue("content-type"))
        .as(id)
        .hasValue(recorded.at("/headers/content-type").asText());
  }
}
