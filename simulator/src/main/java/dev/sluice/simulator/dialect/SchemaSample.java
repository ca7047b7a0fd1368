package dev.sluice.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/** A value that fits a JSON schema, or Google's subset of OpenAPI's: always the same one. */
public final class SchemaSample {

  private static final int DEEPEST = 16;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode root;

  private SchemaSample(JsonNode root) {
    this.root = root;
  }

  /** The value's text; empty where there is no schema. */
  public static String of(JsonNode schema) {
    return schema.isObject() ? new SchemaSample(schema).value(schema, 0).toString() : "";
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (depth > DEEPEST) {
      return NODES.nullNode();
    }
    if (schema.path("$ref").asText().startsWith("#/")) {
      return value(root.at(schema.path("$ref").asText().substring(1)), depth + 1);
    }
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.path("enum").has(0)) {
      return schema.path("enum").get(0);
    }
    for (String choice : new String[] {"anyOf", "oneOf"}) {
      if (schema.path(choice).has(0)) {
        return value(schema.path(choice).get(0), depth + 1);
      }
    }
    JsonNode type = schema.path("type");
    String name = type.isArray() ? type.path(0).asText() : type.asText();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "string" -> NODES.textNode("word");
      case "integer", "number" -> NODES.numberNode(Math.max(1, schema.path("minimum").asInt()));
      case "boolean" -> NODES.booleanNode(true);
      case "null" -> NODES.nullNode();
      case "array" -> list(schema, depth);
      default -> object(schema, depth);
    };
  }

  private ArrayNode list(JsonNode schema, int depth) {
    ArrayNode list = NODES.arrayNode();
    list.add(value(schema.path("items"), depth + 1));
    return list;
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      object.set(property.getKey(), value(property.getValue(), depth + 1));
    }
    return object;
  }
}
