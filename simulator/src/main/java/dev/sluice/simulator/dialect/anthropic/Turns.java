package dev.sluice.simulator.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Anthropic refuses in a conversation: turns that do not begin with the user or do not
 * alternate, empty ones, blocks without what their type asks for, and calls whose results are not
 * all at the beginning of the next turn.
 */
final class Turns {

  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final Set<String> SOURCES = Set.of("base64", "url", "file", "text", "content");

  private final JsonNode messages;

  Turns(JsonNode messages) {
    this.messages = messages;
  }

  Optional<String> broken() {
    JsonNode before = MissingNode.getInstance();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String at = "messages." + i;
      Optional<String> wrong = role(i, message, at);
      if (wrong.isEmpty()) {
        wrong = content(i, message, at);
      }
      if (wrong.isEmpty()) {
        wrong = pairing(before.path("content"), message.path("content"), at);
      }
      if (wrong.isPresent()) {
        return wrong;
      }
      before = message;
    }
    return pairing(before.path("content"), MissingNode.getInstance(), "messages");
  }

  private static Optional<String> role(int index, JsonNode message, String at) {
    String role = message.path("role").asText();
    if (!role.equals("user") && !role.equals("assistant")) {
      return Optional.of(at + ".role: Input should be 'user' or 'assistant'");
    }
    return role.equals(index % 2 == 0 ? "user" : "assistant")
        ? Optional.empty()
        : Optional.of(
            "messages: roles must alternate between \"user\" and \"assistant\", beginning with"
                + " \"user\"");
  }

  private Optional<String> content(int index, JsonNode message, String at) {
    JsonNode content = message.path("content");
    boolean empty = content.isTextual() ? content.asText().isEmpty() : content.isEmpty();
    if (empty && index < messages.size() - 1) {
      return Optional.of(at + ": all messages must have non-empty content");
    }
    if (index == messages.size() - 1 && message.path("role").asText().equals("assistant")) {
      String end =
          content.isTextual()
              ? content.asText()
              : content.path(content.size() - 1).path("text").asText();
      if (!end.equals(end.stripTrailing())) {
        return Optional.of("final assistant content cannot end with trailing whitespace");
      }
    }
    for (int i = 0; i < content.size(); i++) {
      Optional<String> wrong = block(content.get(i), at + ".content." + i);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> block(JsonNode block, String at) {
    return switch (block.path("type").asText()) {
      case "text" ->
          block.path("text").asText().isBlank()
              ? Optional.of("messages: text content blocks must be non-empty")
              : Optional.empty();
      case "image", "document" ->
          SOURCES.contains(block.at("/source/type").asText())
              ? Optional.empty()
              : Optional.of(at + ".source: Input tag does not match: 'base64', 'url', 'file'");
      case "tool_use" ->
          ID.matcher(block.path("id").asText()).matches() && block.path("input").isObject()
              ? Optional.empty()
              : Optional.of(at + ".tool_use: 'id' must match ^[a-zA-Z0-9_-]+$, 'input' an object");
      default -> Optional.empty();
    };
  }

  private static Optional<String> pairing(JsonNode before, JsonNode content, String at) {
    Set<String> open = new LinkedHashSet<>();
    for (JsonNode block : before) {
      if (block.path("type").asText().equals("tool_use") && !open.add(block.path("id").asText())) {
        return Optional.of("messages: `tool_use` ids must be unique");
      }
    }
    Set<String> answered = new HashSet<>();
    boolean others = false;
    for (JsonNode block : content) {
      if (!block.path("type").asText().equals("tool_result")) {
        others = true;
        continue;
      }
      String id = block.path("tool_use_id").asText();
      if (others || !open.contains(id) || !answered.add(id)) {
        return Optional.of(
            at
                + ".content.0: unexpected `tool_use_id` found in `tool_result` blocks: "
                + id
                + ". Each `tool_result` block must have a corresponding `tool_use` block in the"
                + " previous message, and stand before any text.");
      }
    }
    open.removeAll(answered);
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            at
                + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
                + String.join(", ", open)
                + ".");
  }
}
