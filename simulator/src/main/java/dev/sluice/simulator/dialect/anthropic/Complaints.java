package dev.sluice.simulator.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * What Anthropic refuses in a call: fields that it does not know, numbers out of bounds, a budget
 * for thinking that leaves nothing to say, tools without a schema, and what {@link Turns} finds.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages">Anthropic's reference of messages</a>
 */
final class Complaints {

  private static final Set<String> REQUEST =
      Set.of(
          "model",
          "messages",
          "max_tokens",
          "system",
          "metadata",
          "stop_sequences",
          "stream",
          "temperature",
          "top_k",
          "top_p",
          "tools",
          "tool_choice",
          "thinking",
          "service_tier",
          "container",
          "context_management",
          "mcp_servers",
          "output_config",
          "output_format",
          "cache_control",
          "inference_geo",
          "speed");
  private static final Set<String> CHOICES = Set.of("auto", "any", "tool", "none");
  private static final int LEAST_BUDGET = 1024;

  private Complaints() {}

  static Optional<String> about(JsonNode request) {
    return unknown(request)
        .or(() -> numbers(request))
        .or(() -> thinking(request))
        .or(() -> tools(request))
        .or(() -> new Turns(request.path("messages")).broken());
  }

  private static Optional<String> unknown(JsonNode request) {
    for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!REQUEST.contains(name)) {
        return Optional.of(name + ": Extra inputs are not permitted");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> numbers(JsonNode request) {
    for (String name : new String[] {"temperature", "top_p"}) {
      double value = request.path(name).asDouble();
      if (value < 0 || value > 1) {
        return Optional.of(name + ": range: 0..1");
      }
    }
    JsonNode stops = request.path("stop_sequences");
    if (!stops.isMissingNode() && !stops.isArray()) {
      return Optional.of("stop_sequences: Input should be a valid list");
    }
    for (JsonNode stop : stops) {
      if (stop.asText().isBlank()) {
        return Optional.of("stop_sequences: each stop sequence must contain non-whitespace");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> thinking(JsonNode request) {
    String type = request.at("/thinking/type").asText();
    if (type.isEmpty() || type.equals("disabled")) {
      return Optional.empty();
    }
    int budget = request.at("/thinking/budget_tokens").asInt();
    if (type.equals("enabled") && budget < LEAST_BUDGET) {
      return Optional.of(
          "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
    }
    if (budget >= request.path("max_tokens").asInt()) {
      return Optional.of("`max_tokens` must be greater than `thinking.budget_tokens`.");
    }
    if (request.has("top_k") || request.path("temperature").asDouble(1) != 1) {
      return Optional.of(
          "`temperature` may only be set to 1 and `top_k` must be unset when thinking is enabled.");
    }
    String choice = request.at("/tool_choice/type").asText();
    return choice.equals("any") || choice.equals("tool")
        ? Optional.of("Thinking may not be enabled when tool_choice forces tool use.")
        : Optional.empty();
  }

  private static Optional<String> tools(JsonNode request) {
    for (JsonNode tool : request.path("tools")) {
      boolean own = tool.path("type").asText("custom").equals("custom");
      if (own && !tool.at("/input_schema/type").asText().equals("object")) {
        return Optional.of("tools.0.custom.input_schema.type: Field required");
      }
    }
    JsonNode choice = request.path("tool_choice");
    if (choice.isMissingNode()) {
      return Optional.empty();
    }
    if (!CHOICES.contains(choice.path("type").asText())) {
      return Optional.of("tool_choice: Input tag does not match: 'auto', 'any', 'tool', 'none'");
    }
    return request.path("tools").isEmpty()
        ? Optional.of("tool_choice may only be specified while providing tools.")
        : Optional.empty();
  }
}
