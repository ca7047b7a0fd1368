package dev.sluice.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.JsonAssert;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One form for recorded requests that mean the same. */
public final class WireForms {
  private static final Set<String> FREE = Set.of("args", "response", "properties");

  private WireForms() {}

  /**
   * The request with names in lowerCamelCase, without what the path says or nobody reads: model,
   * role of the system instruction, an empty configuration.
   */
  public static ObjectNode named(JsonNode request) {
    ObjectNode named = (ObjectNode) camel(request);
    named.remove("model");
    if (named.path("systemInstruction").isObject()) {
      ((ObjectNode) named.get("systemInstruction")).remove("role");
    }
    dropEmpty(named, "generationConfig");
    return named;
  }

  /**
   * The same with schemas as JSON Schema and words of modes in capitals, without what goes without
   * saying: that text is wanted, empty descriptions.
   */
  public static ObjectNode meaning(JsonNode request) {
    ObjectNode meaning = named(request);
    if (meaning.path("generationConfig").isObject()) {
      ObjectNode config = (ObjectNode) meaning.get("generationConfig");
      if (config.path("responseModalities").toString().equals("[\"TEXT\"]")) {
        config.remove("responseModalities");
      }
      schema(config, "responseSchema", "responseJsonSchema");
      dropEmpty(meaning, "generationConfig");
    }
    for (JsonNode tool : meaning.path("tools")) {
      for (JsonNode function : tool.path("functionDeclarations")) {
        schema((ObjectNode) function, "parameters", "parametersJsonSchema");
      }
    }
    JsonNode calling = meaning.path("toolConfig").path("functionCallingConfig");
    if (calling.isObject()) {
      String mode = calling.path("mode").asText().toUpperCase(Locale.ROOT);
      ((ObjectNode) calling).put("mode", mode);
    }
    return meaning;
  }

  private static void schema(ObjectNode holder, String own, String json) {
    if (holder.has(own)) {
      String schema = Schemas.jsonSchema(holder.get(own).toString());
      holder.set(json, JsonAssert.parse(schema));
      holder.remove(own);
    }
  }

  private static void dropEmpty(ObjectNode request, String field) {
    if (request.path(field).isObject() && request.path(field).isEmpty()) {
      request.remove(field);
    }
  }

  private static JsonNode camel(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(one -> list.add(camel(one)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = Names.camel(field.getKey());
      boolean free = FREE.contains(name) || name.endsWith("Schema");
      object.set(name, free ? field.getValue() : camel(field.getValue()));
    }
    return object;
  }
}
