package dev.sluice.proofs.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Puts the chunks of a stream with one choice together, as a caller does. */
final class ChunkFold {
  private final ObjectNode message = JsonNodeFactory.instance.objectNode();
  private String finish = "";
  private JsonNode usage = MissingNode.getInstance();

  static ChunkFold of(List<JsonNode> chunks) {
    ChunkFold fold = new ChunkFold();
    chunks.forEach(fold::add);
    return fold;
  }

  private void add(JsonNode chunk) {
    assertThat(usage.isObject()).as("a chunk after the usage").isFalse();
    if (chunk.path("usage").isObject()) {
      assertThat(chunk.path("choices")).isEmpty();
      usage = chunk.path("usage");
    }
    for (JsonNode choice : chunk.path("choices")) {
      assertThat(choice.path("index").asInt()).isZero();
      assertThat(finish).as("a delta after the finish").isEmpty();
      choice.path("delta").properties().forEach(this::field);
      if (choice.path("finish_reason").isTextual()) {
        finish = choice.path("finish_reason").asText();
      }
    }
  }

  private void field(Map.Entry<String, JsonNode> field) {
    String name = field.getKey();
    JsonNode value = field.getValue();
    if (name.equals("tool_calls")) {
      value.forEach(this::toolCall);
    } else if (value.isArray()) {
      message.withArray("/" + name).addAll((ArrayNode) value);
    } else if (name.equals("role")) {
      message.set(name, value);
    } else if (value.isTextual()) {
      message.put(name, message.path(name).asText("") + value.asText());
    }
  }

  /** Pieces are joined by their index, which counts calls. */
  private void toolCall(JsonNode piece) {
    ArrayNode calls = message.withArray("/tool_calls");
    int index = piece.path("index").asInt();
    assertThat(index).isLessThanOrEqualTo(calls.size());
    if (index == calls.size()) {
      ObjectNode call = calls.addObject();
      call.set("id", piece.path("id"));
      call.set("type", piece.path("type"));
      ObjectNode function = call.putObject("function");
      function.set("name", piece.path("function").path("name"));
      function.put("arguments", "");
    }
    ObjectNode function = (ObjectNode) calls.get(index).get("function");
    String more = piece.path("function").path("arguments").asText("");
    function.put("arguments", function.path("arguments").asText() + more);
  }

  JsonNode message() {
    return message;
  }

  String finish() {
    return finish;
  }

  /** Missing where none was told. */
  JsonNode usage() {
    return usage;
  }
}
