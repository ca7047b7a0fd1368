package dev.sluice.dialects.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Recorded Cohere chats as a caller of OpenAI's dialect says them. */
public final class OpenAiWords {
  private OpenAiWords() {}

  /** The recorded request in OpenAI's words. */
  public static JsonNode request(JsonNode recorded) {
    ObjectNode asked = recorded.deepCopy();
    if (asked.path("tool_choice").asText().equals("REQUIRED")) {
      asked.put("tool_choice", "required");
    }
    JsonNode schema = recorded.at("/response_format/json_schema");
    if (schema.isObject()) {
      ObjectNode format = asked.putObject("response_format").put("type", "json_schema");
      format.putObject("json_schema").put("name", "reply").set("schema", schema);
    }
    return asked;
  }

  /** One text in a list is a string; an empty one beside tool calls is nothing. */
  public static JsonNode plain(JsonNode request) {
    ObjectNode plain = request.deepCopy();
    for (JsonNode message : plain.path("messages")) {
      JsonNode content = message.path("content");
      boolean oneText = content.size() == 1 && content.path(0).path("type").asText().equals("text");
      if (oneText && content.path(0).path("text").asText().isEmpty()) {
        ((ObjectNode) message).remove("content");
      } else if (oneText) {
        ((ObjectNode) message).set("content", content.path(0).path("text"));
      }
    }
    return plain;
  }
}
