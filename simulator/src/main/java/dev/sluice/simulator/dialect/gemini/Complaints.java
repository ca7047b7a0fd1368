package dev.sluice.simulator.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Google refuses in a call: fields that it does not know, contents that do not begin with the
 * user or do not alternate, contents without parts, calls without an answer, answers that are no
 * objects.
 */
final class Complaints {

  private static final Set<String> REQUEST =
      Set.of(
          "contents",
          "systemInstruction",
          "tools",
          "toolConfig",
          "safetySettings",
          "generationConfig",
          "cachedContent",
          "labels");
  private static final Set<String> CONFIG =
      Set.of(
          "maxOutputTokens",
          "temperature",
          "topP",
          "topK",
          "stopSequences",
          "candidateCount",
          "seed",
          "presencePenalty",
          "frequencyPenalty",
          "responseLogprobs",
          "logprobs",
          "responseMimeType",
          "responseSchema",
          "responseJsonSchema",
          "responseModalities",
          "speechConfig",
          "mediaResolution",
          "thinkingConfig");
  private static final Set<String> PART =
      Set.of(
          "text",
          "thought",
          "thoughtSignature",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse",
          "executableCode",
          "codeExecutionResult",
          "videoMetadata");
  private static final Set<String> FUNCTION =
      Set.of("name", "description", "parameters", "parametersJsonSchema", "response", "behavior");
  private static final Set<String> JSON_SCHEMA_ONLY =
      Set.of("additionalProperties", "$ref", "$defs", "$schema", "definitions", "const", "oneOf");
  private static final Set<String> MODES = Set.of("AUTO", "ANY", "NONE", "VALIDATED");
  private static final Set<String> FORCING = Set.of("ANY", "VALIDATED");
  private static final int MOST_STOPS = 5;

  private Complaints() {}

  static Optional<String> about(JsonNode request) {
    return unknown(request, REQUEST, "")
        .or(() -> config(request.path("generationConfig")))
        .or(() -> tools(request))
        .or(() -> contents(request.path("contents")));
  }

  private static Optional<String> unknown(JsonNode object, Set<String> known, String at) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        return Optional.of(
            "Invalid JSON payload received. Unknown name \""
                + name
                + "\""
                + (at.isEmpty() ? "" : " at '" + at + "'")
                + ": Cannot find field.");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> config(JsonNode config) {
    if (config.path("stopSequences").size() > MOST_STOPS) {
      return Optional.of("stop_sequences: at most " + MOST_STOPS + " are allowed.");
    }
    boolean schema = config.has("responseSchema") || config.has("responseJsonSchema");
    if (schema && !config.path("responseMimeType").asText().equals("application/json")) {
      return Optional.of("A response schema needs the response_mime_type application/json.");
    }
    JsonNode thinking = config.path("thinkingConfig");
    if (thinking.has("thinkingBudget") && thinking.has("thinkingLevel")) {
      return Optional.of("You can only set only one of thinking budget and thinking level.");
    }
    return unknown(config, CONFIG, "generation_config")
        .or(() -> schema(config.path("responseSchema"), "generation_config.response_schema"));
  }

  private static Optional<String> tools(JsonNode request) {
    for (JsonNode tool : request.path("tools")) {
      for (JsonNode function : tool.path("functionDeclarations")) {
        if (function.has("parameters") && function.has("parametersJsonSchema")) {
          return Optional.of("parameters and parameters_json_schema are mutually exclusive.");
        }
        Optional<String> unknown =
            unknown(function, FUNCTION, "tools.function_declarations")
                .or(() -> schema(function.path("parameters"), "parameters"));
        if (unknown.isPresent()) {
          return unknown;
        }
      }
    }
    JsonNode calling = request.at("/toolConfig/functionCallingConfig");
    String mode = calling.path("mode").asText("AUTO").toUpperCase(Locale.ROOT);
    if (!MODES.contains(mode)) {
      return Optional.of("Invalid value at 'tool_config.function_calling_config.mode'.");
    }
    return calling.has("allowedFunctionNames") && !FORCING.contains(mode)
        ? Optional.of("allowed_function_names is only for the function calling mode ANY.")
        : Optional.empty();
  }

  /** Google's own subset of OpenAPI; JSON Schema goes into the fields that are named after it. */
  private static Optional<String> schema(JsonNode schema, String at) {
    for (Map.Entry<String, JsonNode> field : schema.properties()) {
      if (JSON_SCHEMA_ONLY.contains(field.getKey())) {
        return Optional.of(
            "Invalid JSON payload received. Unknown name \""
                + field.getKey()
                + "\" at '"
                + at
                + "': Cannot find field.");
      }
      boolean named = field.getKey().equals("properties");
      for (JsonNode inner : named ? field.getValue() : List.of(field.getValue())) {
        Optional<String> wrong = schema(inner, at + '.' + field.getKey());
        if (wrong.isPresent()) {
          return wrong;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> contents(JsonNode contents) {
    if (!contents.isArray() || contents.isEmpty()) {
      return Optional.of("* GenerateContentRequest.contents: contents is not specified");
    }
    boolean user = false;
    int open = 0;
    for (int i = 0; i < contents.size(); i++) {
      JsonNode content = contents.get(i);
      String role = content.path("role").asText("user");
      if (!role.equals("user") && !role.equals("model")) {
        return Optional.of("Please use a valid role: user, model.");
      }
      boolean before = user;
      user = role.equals("user");
      if (i == 0 && !user) {
        return Optional.of("Please ensure that the first content is of the role user.");
      }
      if (i > 0 && user == before) {
        return Optional.of("Please ensure that roles alternate between user and model.");
      }
      Optional<String> wrong = parts(content.path("parts"), i);
      if (wrong.isPresent()) {
        return wrong;
      }
      int answers = count(content, "functionResponse");
      if (answers != open) {
        return Optional.of(
            "Please ensure that the number of function response parts is equal to the number of"
                + " function call parts of the function call turn.");
      }
      open = user ? 0 : count(content, "functionCall");
    }
    return Optional.empty();
  }

  private static Optional<String> parts(JsonNode parts, int content) {
    String at = "contents[" + content + "].parts";
    if (!parts.isArray() || parts.isEmpty()) {
      return Optional.of("* GenerateContentRequest." + at + ": contents.parts must not be empty.");
    }
    for (JsonNode part : parts) {
      Optional<String> unknown = unknown(part, PART, at);
      if (unknown.isPresent()) {
        return unknown;
      }
      boolean called = part.has("functionCall") && !part.at("/functionCall/args").isObject();
      boolean answered =
          part.has("functionResponse") && !part.at("/functionResponse/response").isObject();
      if (called || answered) {
        return Optional.of("Invalid value at '" + at + "': expected an object.");
      }
    }
    return Optional.empty();
  }

  private static int count(JsonNode content, String field) {
    int count = 0;
    for (JsonNode part : content.path("parts")) {
      count += part.has(field) ? 1 : 0;
    }
    return count;
  }
}
