package dev.sluice.simulator.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.dialect.ToolTurns;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What OpenAI refuses in a chat: roles and tool choices that it does not know, calls without
 * results, images in results, addresses of images that are none, and options that exclude one
 * another.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI's reference of
 *     chat completions</a>
 */
final class Complaints {

  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");
  private static final Set<String> CHOICES = Set.of("none", "auto", "required");
  private static final Pattern REASONING = Pattern.compile("o\\d.*|gpt-5.*");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final int MOST_STOPS = 4;

  private Complaints() {}

  static Optional<String> about(JsonNode request) {
    return options(request)
        .or(() -> tools(request))
        .or(() -> messages(request.path("messages")))
        .or(() -> ToolTurns.broken(request.path("messages")));
  }

  private static Optional<String> options(JsonNode request) {
    if (request.path("stream_options").isObject() && !request.path("stream").asBoolean()) {
      return Optional.of(
          "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
    }
    if (request.path("max_tokens").isNumber() && request.path("max_completion_tokens").isNumber()) {
      return Optional.of(
          "Setting 'max_tokens' and 'max_completion_tokens' at once is not supported.");
    }
    boolean reasons = REASONING.matcher(request.path("model").asText()).matches();
    if (reasons && request.path("max_tokens").isNumber()) {
      return Optional.of(
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
              + " 'max_completion_tokens' instead.");
    }
    double temperature = request.path("temperature").asDouble();
    if (temperature < 0 || temperature > 2) {
      return Optional.of("Invalid 'temperature': expected a value between 0 and 2.");
    }
    if (request.path("stop").size() > MOST_STOPS) {
      return Optional.of("Invalid 'stop': array too long, at most 4 are allowed.");
    }
    JsonNode form = request.path("response_format");
    boolean schema = form.path("type").asText().equals("json_schema");
    return schema && form.at("/json_schema/name").asText().isEmpty()
        ? Optional.of("Missing required parameter: 'response_format.json_schema.name'.")
        : Optional.empty();
  }

  private static Optional<String> tools(JsonNode request) {
    for (JsonNode tool : request.path("tools")) {
      String kind = tool.path("type").asText();
      String name = tool.path(kind).path("name").asText();
      if (!NAME.matcher(name).matches()) {
        return Optional.of("Invalid 'tools[0].function.name': it must match ^[a-zA-Z0-9_-]+$.");
      }
    }
    JsonNode choice = request.path("tool_choice");
    if (choice.isMissingNode() || choice.isNull()) {
      return Optional.empty();
    }
    if (choice.isTextual() && !CHOICES.contains(choice.asText())) {
      return Optional.of("Invalid value: '" + choice.asText() + "'.");
    }
    return request.path("tools").isEmpty()
        ? Optional.of("'tool_choice' is only allowed when 'tools' are specified.")
        : Optional.empty();
  }

  private static Optional<String> messages(JsonNode messages) {
    for (JsonNode message : messages) {
      String role = message.path("role").asText();
      if (!ROLES.contains(role)) {
        return Optional.of("Invalid value: '" + role + "'. Supported values are: " + ROLES + '.');
      }
      boolean user = role.equals("user");
      for (JsonNode part : message.path("content")) {
        String type = part.path("type").asText();
        if (!user && !type.equals("text") && !type.equals("refusal")) {
          return Optional.of(
              "Invalid value: '" + type + "' in a message of the role " + role + '.');
        }
        String url = part.at("/image_url/url").asText();
        if (type.equals("image_url") && !url.startsWith("http") && !url.startsWith("data:image/")) {
          return Optional.of("Invalid image URL: it must be an address or base64-encoded data.");
        }
      }
    }
    return Optional.empty();
  }
}
