package dev.sluice.simulator.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What Bedrock refuses in the content of one message. */
final class Contents {

  private static final Set<String> IMAGES = Set.of("png", "jpeg", "gif", "webp");
  private static final Set<String> BLOCKS =
      Set.of(
          "text",
          "image",
          "document",
          "video",
          "toolUse",
          "toolResult",
          "guardContent",
          "cachePoint",
          "reasoningContent",
          "citationsContent");
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9()\\[\\]-]+( [a-zA-Z0-9()\\[\\]-]+)*");

  private final JsonNode content;
  private final String at;

  Contents(JsonNode content, int message) {
    this.content = content;
    this.at = "messages." + message + ".content";
  }

  Optional<String> complaint() {
    if (!content.isArray() || content.isEmpty()) {
      return Optional.of(
          "The content field in the Message object at "
              + at.replace(".content", "")
              + " is empty. Add a ContentBlock object to the content field and try again.");
    }
    Set<String> names = new HashSet<>();
    boolean text = false;
    for (int i = 0; i < content.size(); i++) {
      JsonNode block = content.get(i);
      Optional<String> wrong = block(block, at + '.' + i);
      if (wrong.isPresent()) {
        return wrong;
      }
      text |= block.has("text");
      if (block.has("document") && !names.add(block.at("/document/name").asText())) {
        return Optional.of("Documents in a request must have unique names.");
      }
    }
    return !names.isEmpty() && !text
        ? Optional.of("A text block is required beside a document, at " + at + ".")
        : Optional.empty();
  }

  private static Optional<String> block(JsonNode block, String at) {
    if (block.size() != 1 || !BLOCKS.contains(block.fieldNames().next())) {
      return Optional.of("A content block has exactly one member that is known, at " + at + ".");
    }
    if (block.has("text") && block.path("text").asText().isBlank()) {
      return Optional.of(
          "The text field in the ContentBlock object at "
              + at
              + " is blank. Add text to the text"
              + " field, and try again.");
    }
    if (block.has("image")) {
      return image(block.path("image"), at);
    }
    if (block.has("document")) {
      boolean named = NAME.matcher(block.at("/document/name").asText()).matches();
      return named && block.at("/document/source").has("bytes")
          ? Optional.empty()
          : Optional.of(
              "The document file name can only contain alphanumeric characters,"
                  + " whitespace characters, hyphens, parentheses, and square brackets.");
    }
    return tool(block, at);
  }

  private static Optional<String> image(JsonNode image, String at) {
    boolean known = IMAGES.contains(image.path("format").asText());
    return known && image.path("source").path("bytes").isTextual()
        ? Optional.empty()
        : Optional.of("The image at " + at + " has a format or a source that is not supported.");
  }

  private static Optional<String> tool(JsonNode block, String at) {
    JsonNode tool = block.has("toolUse") ? block.path("toolUse") : block.path("toolResult");
    if (tool.isMissingNode()) {
      return Optional.empty();
    }
    if (!ID.matcher(tool.path("toolUseId").asText()).matches()) {
      return Optional.of("The toolUseId at " + at + " does not satisfy [a-zA-Z0-9_-]{1,64}.");
    }
    if (block.has("toolUse") && !tool.path("input").isObject()) {
      return Optional.of(
          "The format of the value at "
              + at
              + ".toolUse.input is invalid. Provide a json object"
              + " for the field and try again.");
    }
    return Optional.empty();
  }

  /** Each call of a turn has its result in the next one, and no result is without a call. */
  static Optional<String> pairing(JsonNode before, JsonNode content, int message) {
    Set<String> called = ids(before, "toolUse");
    Set<String> answered = ids(content, "toolResult");
    if (called.equals(answered)) {
      return Optional.empty();
    }
    Set<String> open = new HashSet<>(called);
    open.removeAll(answered);
    return Optional.of(
        open.isEmpty()
            ? "The number of toolResult blocks at messages."
                + message
                + ".content exceeds the number of toolUse blocks of previous turn."
            : "Expected toolResult blocks at messages."
                + message
                + ".content for the following Ids: "
                + String.join(", ", open));
  }

  private static Set<String> ids(JsonNode content, String kind) {
    Set<String> ids = new HashSet<>();
    for (JsonNode block : content) {
      if (block.has(kind)) {
        ids.add(block.path(kind).path("toolUseId").asText());
      }
    }
    return ids;
  }

  static boolean has(JsonNode message, String kind) {
    return !ids(message.path("content"), kind).isEmpty();
  }
}
