package dev.sluice.simulator.dialect.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.dialect.ToolTurns;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Mistral refuses in a chat: fields and roles that it does not know, roles out of order, ids
 * of calls that are not nine letters or digits, calls without results.
 *
 * @see <a href="https://docs.mistral.ai/api/#tag/chat">Mistral's reference of chat completions</a>
 * @see <a
 *     href="https://github.com/mistralai/mistral-common/blob/main/src/mistral_common/protocol/instruct/validator.py">the
 *     validator that Mistral publishes</a>
 */
final class Complaints {

  private static final Set<String> REQUEST =
      Set.of(
          "model",
          "temperature",
          "top_p",
          "max_tokens",
          "stream",
          "stop",
          "random_seed",
          "metadata",
          "messages",
          "response_format",
          "tools",
          "tool_choice",
          "presence_penalty",
          "frequency_penalty",
          "n",
          "prediction",
          "parallel_tool_calls",
          "prompt_mode",
          "reasoning_effort",
          "guardrails",
          "prompt_cache_key",
          "safe_prompt");
  private static final Map<String, Set<String>> AFTER =
      Map.of(
          "system", Set.of("user", "assistant", "system"),
          "user", Set.of("assistant", "system", "user"),
          "assistant", Set.of("assistant", "user", "tool"),
          "tool", Set.of("assistant", "tool"));
  private static final Set<String> CHOICES = Set.of("auto", "none", "any", "required");
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9]{9}");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private Complaints() {}

  static Optional<String> about(JsonNode request) {
    if (request.path("model").asText().isEmpty()) {
      return Optional.of("Model name parameter is required for serving mode");
    }
    return unknown(request)
        .or(() -> tools(request))
        .or(() -> order(request.path("messages")))
        .or(() -> content(request.path("messages")))
        .or(() -> ToolTurns.broken(request.path("messages")));
  }

  private static Optional<String> unknown(JsonNode request) {
    for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!REQUEST.contains(name)) {
        return Optional.of("Extra inputs are not permitted: body." + name);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> tools(JsonNode request) {
    for (JsonNode tool : request.path("tools")) {
      if (!NAME.matcher(tool.at("/function/name").asText()).matches()) {
        return Optional.of(
            "Function name was "
                + tool.at("/function/name").asText()
                + " but must be a-z, A-Z, 0-9, or contain underscores and dashes, with a maximum"
                + " length of 64.");
      }
    }
    JsonNode choice = request.path("tool_choice");
    boolean known = !choice.isTextual() || CHOICES.contains(choice.asText());
    return known ? Optional.empty() : Optional.of("Input should be 'auto', 'none', 'any'");
  }

  private static Optional<String> order(JsonNode messages) {
    if (messages.isEmpty()) {
      return Optional.of("Conversation must have at least one message");
    }
    String before = "";
    for (JsonNode message : messages) {
      String role = message.path("role").asText();
      if (!AFTER.containsKey(role)) {
        return Optional.of("Input tag '" + role + "' does not match any of the expected tags");
      }
      if (!before.isEmpty() && !AFTER.getOrDefault(before, Set.of()).contains(role)) {
        return Optional.of("Unexpected role '" + role + "' after role '" + before + "'");
      }
      before = role;
    }
    JsonNode last = messages.get(messages.size() - 1);
    boolean goesOn = !before.equals("assistant") || last.path("prefix").asBoolean();
    return goesOn
        ? Optional.empty()
        : Optional.of(
            "Expected last role User or Tool (or Assistant with prefix True) for serving but got"
                + " assistant");
  }

  private static Optional<String> content(JsonNode messages) {
    for (JsonNode message : messages) {
      boolean calls = !message.path("tool_calls").isEmpty();
      boolean said =
          !message.path("content").isEmpty() || !message.path("content").asText().isEmpty();
      if (message.path("role").asText().equals("assistant") && !said && !calls) {
        return Optional.of("Assistant message must have either content or tool_calls.");
      }
      Optional<String> wrong =
          message.has("tool_call_id")
              ? id(message.path("tool_call_id").asText())
              : Optional.empty();
      for (JsonNode call : message.path("tool_calls")) {
        wrong = wrong.or(() -> id(call.path("id").asText()));
      }
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> id(String id) {
    return ID.matcher(id).matches()
        ? Optional.empty()
        : Optional.of("Tool call id was " + id + " but must be a-z, A-Z, 0-9, with a length of 9.");
  }
}
