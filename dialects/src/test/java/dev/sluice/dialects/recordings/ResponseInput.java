package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One form for requests for responses that mean the same. */
final class ResponseInput {
  private ResponseInput() {}

  /**
   * The request with instructions as a message, a text as a message and a message of one text as
   * that text, without what is decided anew: what is kept, and what is wanted back.
   */
  static ObjectNode meaning(JsonNode request) {
    ObjectNode meaning = request.deepCopy();
    meaning.put("store", false);
    meaning.remove("include");
    ArrayNode input = JsonNodeFactory.instance.arrayNode();
    if (meaning.path("instructions").isTextual()) {
      input.addObject().put("role", "system").set("content", meaning.remove("instructions"));
    }
    if (meaning.path("input").isTextual()) {
      input.addObject().put("role", "user").set("content", meaning.path("input"));
    }
    for (JsonNode item : meaning.path("input")) {
      input.add(item(item));
    }
    meaning.set("input", input);
    return meaning;
  }

  private static JsonNode item(JsonNode item) {
    ObjectNode plain = item.deepCopy();
    if (plain.path("type").asText().equals("message")) {
      plain.remove("type");
    }
    JsonNode content = plain.path("content");
    if (content.size() == 1 && content.path(0).path("text").isTextual()) {
      plain.set("content", content.path(0).path("text"));
    }
    return plain;
  }
}
