package dev.sluice.dialects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Recorded exchanges with providers, which lie beside the checkout and are not part of it. */
public final class Recordings {
  private static final Path FOLDER = Path.of("..", "..", "shared", "fixtures", "exchanges");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Recordings() {}

  /** One exchange. */
  public record Exchange(String name, JsonNode document) {
    public String provider() {
      return document.get("provider").asText();
    }

    /** Id of the provider in our catalogue. */
    public String catalogueId() {
      return switch (provider()) {
        case "azure" -> "azure-openai";
        case "google-vertex" -> "vertex";
        case "ollama" -> name.contains("__ollama-chat__") ? "ollama-native" : "ollama";
        case "google-gemini" -> name.contains("__gemini-") ? "google" : "google-gemini-openai";
        default -> provider();
      };
    }

    /** Whether it was recorded, and is not made after what somebody told. */
    public boolean recorded() {
      return !document.path("capture").asText().equals("reconstructed");
    }

    public String api() {
      return document.get("api").asText();
    }

    public String kind() {
      return document.get("case").asText();
    }

    /** The request body, missing where the recording has none. */
    public JsonNode request() {
      return document.path("request").path("body");
    }

    public int status() {
      return document.path("response").path("status").asInt();
    }

    public boolean streamed() {
      JsonNode response = document.path("response");
      return status() < 300 && (response.path("body").isTextual() || response.has("body_base64"));
    }

    public byte[] body() {
      JsonNode response = document.path("response");
      if (response.has("body_base64")) {
        return Base64.getDecoder().decode(response.get("body_base64").asText());
      }
      JsonNode body = response.path("body");
      String prefix = response.path("body_raw_prefix").asText("");
      String text = body.isTextual() ? body.asText() : body.toString();
      return (prefix + text).getBytes(StandardCharsets.UTF_8);
    }

    public JsonNode reply() {
      return document.path("response").path("body");
    }

    public Map<String, String> headers() {
      Map<String, String> headers = new HashMap<>();
      for (Map.Entry<String, JsonNode> header :
          document.path("response").path("headers").properties()) {
        headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText());
      }
      return headers;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The exchanges of an API by file name; skips the test where there are no recordings. */
  public static List<Exchange> of(String api) {
    return named("__" + api + "__");
  }

  /** All exchanges by file name; skips the test where there are no recordings. */
  public static List<Exchange> all() {
    return named("__");
  }

  /** The list of what is recorded, as it lies beside the exchanges. */
  public static List<String> index() {
    assumeThere();
    try {
      return Files.readAllLines(FOLDER.resolve("INDEX.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assumeThere() {
    Assumptions.assumeTrue(
        Files.isDirectory(FOLDER), "no recordings at " + FOLDER.toAbsolutePath().normalize());
  }

  private static List<Exchange> named(String part) {
    assumeThere();
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().contains(part))
          .sorted()
          .map(Recordings::read)
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
}
