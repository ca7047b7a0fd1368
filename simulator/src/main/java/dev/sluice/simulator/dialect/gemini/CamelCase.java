package dev.sluice.simulator.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Google takes names in snake_case as well; what a caller names by itself stays as it is. */
final class CamelCase {

  private static final Set<String> FREE =
      Set.of(
          "args",
          "response",
          "parameters",
          "parametersJsonSchema",
          "responseSchema",
          "responseJsonSchema",
          "labels");

  private CamelCase() {}

  static JsonNode of(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(one -> list.add(of(one)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = name(field.getKey());
      object.set(name, FREE.contains(name) ? field.getValue() : of(field.getValue()));
    }
    return object;
  }

  private static String name(String name) {
    StringBuilder camel = new StringBuilder(name.length());
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_' && i > 0) {
        upper = true;
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }
}
