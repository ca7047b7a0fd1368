package dev.sluice.proofs.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One recorded exchange. */
record Exchange(String name, JsonNode document) {
  static final String OPENAI_CHAT = "openai-chat-completions";
  static final String OPENAI_RESPONSES = "openai-responses";
  static final String ANTHROPIC = "anthropic-messages";

  private static final Path FOLDER = Path.of("..", "..", "shared", "fixtures", "exchanges");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where the recordings are. */
  static Path folder() {
    return FOLDER;
  }

  /** Whether there are recordings here; a clone of this repository alone has none. */
  static boolean recorded() {
    return Files.isDirectory(FOLDER);
  }

  /** The exchanges of an API by name. */
  static List<Exchange> of(String api) {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.getFileName().toString().contains("__" + api + "__"))
          .sorted()
          .map(Exchange::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Exchange read(Path file) {
    try {
      String name = file.getFileName().toString().replace(".json", "");
      return new Exchange(name, JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String id() {
    return document.path("id").asText();
  }

  String provider() {
    return document.path("provider").asText();
  }

  String kind() {
    return document.path("case").asText();
  }

  /** The request body, missing where the recording has none. */
  JsonNode request() {
    return document.path("request").path("body");
  }

  int status() {
    return document.path("response").path("status").asInt();
  }

  boolean failed() {
    return status() >= 400;
  }

  /** Whether the answer is an event stream. */
  boolean streamed() {
    return !failed() && document.path("response").path("body").isTextual();
  }

  /** Whether the answer is one JSON document of success. */
  boolean whole() {
    return !failed() && !streamed();
  }

  /** The answer's body, where it is JSON. */
  JsonNode reply() {
    return document.path("response").path("body");
  }

  /** The data of the answer's events, but for the end mark, where it is a stream. */
  List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    for (String line : reply().asText().lines().toList()) {
      String data = line.startsWith("data:") ? line.substring(5).strip() : "";
      if (!data.isEmpty() && !data.equals("[DONE]")) {
        events.add(json(data));
      }
    }
    return events;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
