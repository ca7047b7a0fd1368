package dev.sluice.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.dialects.JsonAssert;
import java.util.ArrayList;
import java.util.List;

/** Puts a message of Anthropic's dialect together as a caller does. */
final class BlockFold {
  final StringBuilder text = new StringBuilder();
  final StringBuilder thinking = new StringBuilder();
  final List<String> proofs = new ArrayList<>();
  final List<String> names = new ArrayList<>();
  final List<JsonNode> inputs = new ArrayList<>();
  private final StringBuilder input = new StringBuilder();
  private boolean inTool;
  private boolean open;
  String stop = "";
  JsonNode usage = MissingNode.getInstance();

  void whole(JsonNode message) {
    message.path("content").forEach(this::block);
    stop = message.path("stop_reason").asText();
    usage = message.path("usage");
  }

  private void block(JsonNode block) {
    switch (block.path("type").asText()) {
      case "text" -> text.append(block.path("text").asText());
      case "thinking" -> {
        thinking.append(block.path("thinking").asText());
        proof(block.path("signature").asText());
      }
      case "tool_use" -> {
        names.add(block.path("name").asText());
        assertThat(block.path("id").asText()).isNotEmpty();
        inputs.add(block.path("input"));
      }
      default -> throw new AssertionError(block.toString());
    }
  }

  private void proof(String signature) {
    if (!signature.isEmpty()) {
      proofs.add(signature);
    }
  }

  void event(JsonNode event) {
    JsonNode delta = event.path("delta");
    switch (event.path("type").asText()) {
      case "content_block_start" -> {
        assertThat(open).isFalse();
        open = true;
        JsonNode block = event.path("content_block");
        inTool = block.path("type").asText().equals("tool_use");
        block(block);
      }
      case "content_block_delta" -> {
        assertThat(open).isTrue();
        text.append(delta.path("text").asText());
        thinking.append(delta.path("thinking").asText());
        proof(delta.path("signature").asText());
        input.append(delta.path("partial_json").asText());
      }
      case "content_block_stop" -> {
        open = false;
        if (inTool && !input.isEmpty()) {
          inputs.set(inputs.size() - 1, JsonAssert.parse(input.toString()));
        }
        input.setLength(0);
        inTool = false;
      }
      case "message_delta" -> {
        stop = delta.path("stop_reason").asText();
        usage = event.path("usage");
      }
      default -> {}
    }
  }
}
