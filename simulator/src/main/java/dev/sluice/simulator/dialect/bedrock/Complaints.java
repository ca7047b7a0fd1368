package dev.sluice.simulator.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * What Bedrock refuses in a call: conversations that do not begin with the user or do not
 * alternate, tool blocks without tools, calls without an answer, numbers out of bounds, and what
 * only some families of models know.
 */
final class Complaints {

  private Complaints() {}

  static Optional<String> about(JsonNode request, String model) {
    if (model.isEmpty()) {
      return Optional.of("The provided model identifier is invalid.");
    }
    return inference(request.path("inferenceConfig"))
        .or(() -> tools(request.path("toolConfig"), model))
        .or(() -> conversation(request))
        .or(() -> caching(request, model));
  }

  private static Optional<String> inference(JsonNode config) {
    if (config.has("maxTokens") && config.path("maxTokens").asInt() < 1) {
      return constraint("inferenceConfig.maxTokens", "greater than or equal to 1");
    }
    for (String name : new String[] {"temperature", "topP"}) {
      double value = config.path(name).asDouble();
      if (value < 0 || value > 1) {
        return constraint("inferenceConfig." + name, "between 0 and 1");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> constraint(String at, String what) {
    return Optional.of(
        "1 validation error detected: Value at '"
            + at
            + "' failed to satisfy constraint: Member must have value "
            + what);
  }

  private static Optional<String> tools(JsonNode config, String model) {
    if (config.isMissingNode()) {
      return Optional.empty();
    }
    boolean any = false;
    for (JsonNode tool : config.path("tools")) {
      any |= tool.has("toolSpec");
      JsonNode spec = tool.path("toolSpec");
      if (tool.has("toolSpec") && !spec.at("/inputSchema/json").isObject()) {
        return Optional.of("The input schema of a tool must be an object.");
      }
      if (tool.has("toolSpec") && !spec.at("/inputSchema/json/type").asText().equals("object")) {
        return Optional.of(
            "The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be"
                + " one of the following: object.");
      }
      if (!spec.path("description").isMissingNode()
          && spec.path("description").asText().isEmpty()) {
        return constraint("toolConfig.tools.1.member.toolSpec.description", "of length 1 or more");
      }
    }
    if (!any) {
      return constraint("toolConfig.tools", "of length 1 or more");
    }
    JsonNode choice = config.path("toolChoice");
    boolean forcing = isClaude(model) || isNova(model);
    boolean wrong =
        (choice.has("tool") && !forcing)
            || (choice.has("any") && !forcing && !model.contains("mistral."));
    return wrong
        ? Optional.of("This model doesn't support the toolConfig.toolChoice field.")
        : Optional.empty();
  }

  private static boolean isClaude(String model) {
    return model.contains("anthropic.");
  }

  private static boolean isNova(String model) {
    return model.contains("amazon.nova");
  }

  private static Optional<String> conversation(JsonNode request) {
    JsonNode messages = request.path("messages");
    if (!messages.path(0).path("role").asText().equals("user")) {
      return Optional.of(
          "A conversation must start with a user message. Try again with a conversation that starts"
              + " with a user message.");
    }
    boolean used = false;
    JsonNode before = MissingNode.getInstance();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String role = message.path("role").asText();
      if (!role.equals(i % 2 == 0 ? "user" : "assistant")) {
        return Optional.of(
            "A conversation must alternate between user and assistant roles. Make sure the"
                + " conversation alternates between user and assistant roles and try again.");
      }
      Optional<String> wrong = new Contents(message.path("content"), i).complaint();
      if (wrong.isEmpty()) {
        wrong = Contents.pairing(before.path("content"), message.path("content"), i);
      }
      if (wrong.isPresent()) {
        return wrong;
      }
      used |= Contents.has(message, "toolUse") || Contents.has(message, "toolResult");
      before = message;
    }
    return used && !request.has("toolConfig")
        ? Optional.of(
            "The toolConfig field must be defined when using toolUse and toolResult content blocks.")
        : Optional.empty();
  }

  private static Optional<String> caching(JsonNode request, String model) {
    boolean cached = request.findValue("cachePoint") != null;
    if (cached && !isClaude(model) && !isNova(model)) {
      return Optional.of(
          "You invoked an unsupported model or your request did not allow prompt" + " caching.");
    }
    boolean tools = request.path("toolConfig").findValue("cachePoint") != null;
    return tools && isNova(model)
        ? Optional.of("extraneous key [cachePoint] is not permitted in toolConfig.")
        : Optional.empty();
  }
}
