package dev.sluice.simulator.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.dialect.ToolTurns;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * What Cohere refuses in a chat: fields and roles that it does not know, numbers out of bounds, a
 * form of the answer beside tools, a tool choice that names a function or stands without tools,
 * empty turns, and results without a call.
 *
 * @see <a href="https://docs.cohere.com/reference/chat">Cohere's reference of chat</a>
 */
final class Complaints {

  private static final Set<String> REQUEST =
      Set.of(
          "model",
          "stream",
          "messages",
          "tools",
          "strict_tools",
          "documents",
          "citation_options",
          "response_format",
          "safety_mode",
          "max_tokens",
          "stop_sequences",
          "temperature",
          "seed",
          "frequency_penalty",
          "presence_penalty",
          "k",
          "p",
          "logprobs",
          "tool_choice",
          "thinking",
          "priority");
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
  private static final Set<String> FORMS = Set.of("text", "json_object");
  private static final int MOST_STOPS = 5;

  private Complaints() {}

  static Optional<String> about(JsonNode request) {
    if (request.path("model").asText().isEmpty()) {
      return Optional.of("invalid request: model is required");
    }
    return unknown(request)
        .or(() -> numbers(request))
        .or(() -> tools(request))
        .or(() -> form(request))
        .or(() -> messages(request.path("messages")));
  }

  private static Optional<String> unknown(JsonNode request) {
    for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!REQUEST.contains(name)) {
        return Optional.of("unknown field: parameter '" + name + "' is not a valid field");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> numbers(JsonNode request) {
    return within(request, "temperature", 0, 1)
        .or(() -> within(request, "p", 0.01, 0.99))
        .or(() -> within(request, "k", 0, 500))
        .or(() -> within(request, "frequency_penalty", 0, 1))
        .or(() -> within(request, "presence_penalty", 0, 1))
        .or(() ->
            request.path("stop_sequences").size() > MOST_STOPS
                ? Optional.of("invalid request: at most 5 stop sequences are allowed")
                : Optional.empty())
        .or(() ->
            request.has("max_tokens") && request.path("max_tokens").asInt() < 1
                ? Optional.of("invalid request: max_tokens must be at least 1")
                : Optional.empty());
  }

  private static Optional<String> within(JsonNode request, String name, double from, double to) {
    JsonNode value = request.path(name);
    boolean wrong =
        !value.isMissingNode()
            && (!value.isNumber() || value.asDouble() < from || value.asDouble() > to);
    return wrong
        ? Optional.of("invalid request: " + name + " must be between " + from + " and " + to)
        : Optional.empty();
  }

  private static Optional<String> tools(JsonNode request) {
    for (JsonNode tool : request.path("tools")) {
      JsonNode function = tool.path("function");
      if (!tool.path("type").asText().equals("function")
          || !function.path("parameters").path("type").asText().equals("object")) {
        return Optional.of("invalid request: parameters of a tool must be of the type object");
      }
    }
    JsonNode choice = request.path("tool_choice");
    if (choice.isMissingNode()) {
      return Optional.empty();
    }
    boolean known = choice.asText().equals("REQUIRED") || choice.asText().equals("NONE");
    if (!known) {
      return Optional.of("invalid request: tool_choice must be one of REQUIRED, NONE");
    }
    return request.path("tools").isEmpty()
        ? Optional.of("invalid request: tool_choice needs tools")
        : Optional.empty();
  }

  private static Optional<String> form(JsonNode request) {
    JsonNode form = request.path("response_format");
    if (form.isMissingNode()) {
      return Optional.empty();
    }
    if (!FORMS.contains(form.path("type").asText())) {
      return Optional.of("invalid request: response_format.type must be text or json_object");
    }
    return form.path("type").asText().equals("json_object") && !request.path("tools").isEmpty()
        ? Optional.of("invalid request: response_format is not supported with tools")
        : Optional.empty();
  }

  private static Optional<String> messages(JsonNode messages) {
    if (!messages.isArray() || messages.isEmpty()) {
      return Optional.of("invalid request: messages must not be empty");
    }
    for (JsonNode message : messages) {
      String role = message.path("role").asText();
      if (!ROLES.contains(role)) {
        return Optional.of("invalid request: '" + role + "' is not a valid role");
      }
      boolean said =
          !message.path("content").isEmpty() || !message.path("content").asText().isEmpty();
      if (!said && message.path("tool_calls").isEmpty() && !role.equals("tool")) {
        return Optional.of("invalid request: a message must have content or tool calls");
      }
    }
    return ToolTurns.broken(messages).map(why -> "invalid request: " + why);
  }
}
