package dev.sluice.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Calls and results in messages of OpenAI's shape: each call has an id, a name and arguments that
 * are a JSON string; its result follows before anything else is said, and no result is without a
 * call.
 */
public final class ToolTurns {

  private ToolTurns() {}

  /** What is wrong, in OpenAI's words, or empty. */
  public static Optional<String> broken(JsonNode messages) {
    Set<String> open = new LinkedHashSet<>();
    for (JsonNode message : messages) {
      boolean result = message.path("role").asText().equals("tool");
      if (result && !open.remove(message.path("tool_call_id").asText())) {
        return Optional.of(
            "messages with role 'tool' must be a response to a preceeding message with"
                + " 'tool_calls'.");
      }
      if (!result && !open.isEmpty()) {
        return unanswered(open);
      }
      for (JsonNode call : message.path("tool_calls")) {
        Optional<String> wrong = call(call, open);
        if (wrong.isPresent()) {
          return wrong;
        }
      }
    }
    return open.isEmpty() ? Optional.empty() : unanswered(open);
  }

  private static Optional<String> unanswered(Set<String> open) {
    return Optional.of(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to"
            + " each 'tool_call_id'. The following tool_call_ids did not have response messages: "
            + String.join(", ", open));
  }

  private static Optional<String> call(JsonNode call, Set<String> open) {
    String id = call.path("id").asText();
    if (id.isEmpty() || !open.add(id)) {
      return Optional.of("Each of 'tool_calls' needs an 'id' of its own.");
    }
    JsonNode function = call.path("function");
    boolean custom = call.path("type").asText().equals("custom");
    return custom
            || (!function.path("name").asText().isEmpty() && function.path("arguments").isTextual())
        ? Optional.empty()
        : Optional.of("A call needs 'function.name', and 'function.arguments' that are a string.");
  }
}
