package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.recordings.Told.Said;
import dev.sluice.dialects.sse.SseEvent;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream of Anthropic's events: one start, blocks one after the other with numbers without a gap,
 * one end; or an error, after which nothing comes.
 */
final class BlockEventRules {
  private final Told told;
  private final boolean own;
  private final Breaches breaches = new Breaches();
  private final AnthropicRules.Blocks blocks = new AnthropicRules.Blocks();
  private final StringBuilder input = new StringBuilder();
  private @Nullable ObjectNode open;
  private int begun;
  private int starts;
  private JsonNode end = MissingNode.getInstance();
  private boolean stopped;
  private JsonNode error = MissingNode.getInstance();

  BlockEventRules(Told told) {
    this.told = told;
    this.own = told.isOf(AnthropicRules.NAME);
  }

  List<String> check(List<SseEvent> events) {
    for (SseEvent event : events) {
      JsonNode data = JsonAssert.parse(event.data());
      breaches.expect("event name", data.path("type").asText(), event.name());
      breaches.expect("nothing after the end", false, stopped || error.isObject());
      event(data);
    }
    if (told.error() != null) {
      AnthropicRules.event(told.error(), error, breaches);
      breaches.expect("no end beside an error", false, stopped || end.isObject());
      open = stop(open);
    } else {
      breaches.expect("no error", false, error.isObject());
      breaches.expect("message_stop", true, stopped);
    }
    breaches.expect("one message_start", told.error() == null ? 1 : Math.min(1, starts), starts);
    content();
    return breaches.found();
  }

  private void content() {
    if (told.choices().isEmpty()) {
      breaches.expect("blocks", 0, begun);
      return;
    }
    Said said = told.choices().getFirst();
    AnthropicRules.content(said, own ? "" : said.refusal(), blocks, breaches);
    if (told.error() == null) {
      AnthropicRules.stop(said, end.at("/delta/stop_reason"), breaches);
      AnthropicRules.usage(told.usage(), end.path("usage"), breaches);
    }
  }

  private void event(JsonNode data) {
    String type = data.path("type").asText();
    if (!type.equals("message_start") && !type.equals("error")) {
      breaches.expect("message_start first", 1, starts);
    }
    switch (type) {
      case "message_start" -> {
        starts++;
        breaches.filled("id", data.at("/message/id"));
        breaches.filled("model", data.at("/message/model"));
      }
      case "content_block_start" -> {
        breaches.expect("one block at a time", null, open);
        breaches.expect("number of the block", begun, data.path("index").asInt(-1));
        begun++;
        open = data.path("content_block").deepCopy();
        input.setLength(0);
      }
      case "content_block_delta" -> delta(data);
      case "content_block_stop" -> {
        breaches.expect("number of the block", begun - 1, data.path("index").asInt(-1));
        open = stop(open);
      }
      case "message_delta" -> {
        breaches.expect("all blocks stopped", null, open);
        breaches.expect("one message_delta", true, end.isMissingNode());
        end = data;
      }
      case "message_stop" -> {
        breaches.expect("message_delta before message_stop", true, end.isObject());
        stopped = true;
      }
      case "error" -> error = data;
      default -> breaches.expect("type of an event", "a known one", type);
    }
  }

  private void delta(JsonNode data) {
    ObjectNode block = open;
    breaches.expect("number of the block", begun - 1, data.path("index").asInt(-1));
    if (block == null) {
      breaches.expect("a block for the delta", "an open one", null);
      return;
    }
    JsonNode delta = data.path("delta");
    String type = block.path("type").asText();
    String of =
        switch (delta.path("type").asText()) {
          case "text_delta" -> "text";
          case "thinking_delta", "signature_delta" -> "thinking";
          case "input_json_delta" -> "tool_use";
          default -> delta.path("type").asText();
        };
    if (!own || AnthropicRules.isCommon(block)) {
      breaches.expect("block of the delta", of, type);
    }
    input.append(delta.path("partial_json").asText());
    for (String field : List.of("text", "thinking", "signature")) {
      if (delta.has(field)) {
        block.put(field, block.path(field).asText() + delta.path(field).asText());
      }
    }
  }

  private @Nullable ObjectNode stop(@Nullable ObjectNode block) {
    if (block != null && !input.isEmpty()) {
      try {
        block.set("input", JsonAssert.parse(input.toString()));
      } catch (UncheckedIOException e) {
        breaches.expect("input is JSON unless it is cut", true, told.error() != null);
        block.put("partial", input.toString());
      }
    }
    if (block != null && (!own || AnthropicRules.isCommon(block))) {
      blocks.add(block, breaches);
    }
    input.setLength(0);
    return null;
  }
}
