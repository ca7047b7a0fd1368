package dev.sluice.dialects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Puts the chunks of a stream together as a caller does, for one choice. */
public final class ChunkFold {
  private final int index;
  private final ObjectNode message = JsonNodeFactory.instance.objectNode();
  private String finish = "";
  private JsonNode usage = MissingNode.getInstance();
  private JsonNode error = MissingNode.getInstance();

  /** For the first choice. */
  public ChunkFold() {
    this(0);
  }

  public ChunkFold(int index) {
    this.index = index;
  }

  public void add(JsonNode chunk) {
    if (chunk.has("error")) {
      error = chunk.path("error");
    }
    if (chunk.path("usage").isObject()) {
      usage = chunk.path("usage");
    }
    for (JsonNode choice : chunk.path("choices")) {
      if (choice.path("index").asInt() == index) {
        choice(choice);
      }
    }
  }

  private void choice(JsonNode choice) {
    if (choice.path("finish_reason").isTextual()) {
      finish = choice.path("finish_reason").asText();
    }
    for (Map.Entry<String, JsonNode> field : choice.path("delta").properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (name.equals("tool_calls")) {
        value.forEach(this::toolCall);
      } else if (value.isArray()) {
        message.withArray("/" + name).addAll((ArrayNode) value);
      } else if (name.equals("role") || value.isObject()) {
        message.set(name, value);
      } else if (value.isTextual()) {
        message.put(name, message.path(name).asText("") + value.asText());
      }
    }
  }

  private void toolCall(JsonNode piece) {
    ArrayNode calls = message.withArray("/tool_calls");
    int index = piece.path("index").asInt();
    while (calls.size() <= index) {
      calls.addObject().putObject("function").put("arguments", "");
    }
    ObjectNode call = (ObjectNode) calls.get(index);
    ObjectNode function = (ObjectNode) call.get("function");
    if (!piece.path("id").asText("").isEmpty()) { // some repeat it as an empty one
      call.set("id", piece.get("id"));
    }
    if (piece.has("extra_content")) {
      call.set("extra_content", piece.get("extra_content"));
    }
    if (piece.path("function").has("name")) {
      function.set("name", piece.path("function").get("name"));
    }
    String more = piece.path("function").path("arguments").asText("");
    function.put("arguments", function.path("arguments").asText() + more);
  }

  public JsonNode message() {
    return message;
  }

  public String finish() {
    return finish;
  }

  public JsonNode usage() {
    return usage;
  }

  public JsonNode error() {
    return error;
  }
}
