package dev.sluice.dialects.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseWriter;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.FinishReason;
import java.util.ArrayList;
import java.util.List;

/**
 * A streamed reply as Mistral sends it: reasoning and, every other time, text as lists of parts,
 * and the usage in the chunk that ends the choice.
 */
public final class MistralWire {
  private final List<SseEvent> out = new ArrayList<>();
  private String id = "";
  private boolean asPart;
  private ObjectNode end = JsonNodeFactory.instance.objectNode();

  private MistralWire() {}

  public static byte[] bytes(List<CanonicalEvent> events) {
    var wire = new MistralWire();
    events.forEach(wire::event);
    wire.out.add(SseEvent.of("[DONE]"));
    return SseWriter.bytes(wire.out);
  }

  private void event(CanonicalEvent event) {
    switch (event.getKind()) {
      case START -> {
        id = event.getId();
        ObjectNode chunk = chunk();
        delta(chunk).put("role", "assistant").put("content", "");
        add(chunk);
      }
      case REASONING_DELTA -> {
        ObjectNode chunk = chunk();
        ObjectNode part = delta(chunk).putArray("content").addObject().put("type", "thinking");
        part.putArray("thinking").addObject().put("type", "text").put("text", event.getText());
        add(chunk);
      }
      case TEXT_DELTA -> {
        ObjectNode chunk = chunk();
        if (asPart) {
          delta(chunk)
              .putArray("content")
              .addObject()
              .put("type", "text")
              .put("text", event.getText());
        } else {
          delta(chunk).put("content", event.getText());
        }
        asPart = !asPart;
        add(chunk);
      }
      case TOOL_CALL_START -> {
        ObjectNode chunk = chunk();
        ObjectNode call = delta(chunk).putArray("tool_calls").addObject();
        call.put("index", event.getTool()).put("id", event.getId());
        call.putObject("function").put("name", event.getName()).put("arguments", "");
        add(chunk);
      }
      case TOOL_ARGS_DELTA -> {
        ObjectNode chunk = chunk();
        ObjectNode call = delta(chunk).putArray("tool_calls").addObject();
        call.put("index", event.getTool());
        call.putObject("function").put("arguments", event.getText());
        add(chunk);
      }
      case FINISH -> {
        end = chunk();
        delta(end).put("content", "");
        ((ObjectNode) end.at("/choices/0")).put("finish_reason", word(event.getFinishReason()));
      }
      case USAGE -> {
        long input = event.getUsage().getInput();
        long output = event.getUsage().getOutput();
        end.putObject("usage")
            .put("prompt_tokens", input)
            .put("total_tokens", input + output)
            .put("completion_tokens", output);
        add(end);
      }
      default -> {}
    }
  }

  private ObjectNode chunk() {
    ObjectNode chunk = JsonNodeFactory.instance.objectNode().put("id", id);
    chunk.put("object", "chat.completion.chunk").put("created", 1_700_000_000L);
    chunk.put("model", "model-1").put("p", "abc");
    chunk.putArray("choices").addObject().put("index", 0).putObject("delta");
    return chunk;
  }

  private static ObjectNode delta(ObjectNode chunk) {
    return (ObjectNode) chunk.at("/choices/0/delta");
  }

  private void add(ObjectNode chunk) {
    ObjectNode choice = (ObjectNode) chunk.at("/choices/0");
    if (!choice.has("finish_reason")) {
      choice.putNull("finish_reason");
    }
    out.add(SseEvent.of(chunk.toString()));
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      default -> "stop";
    };
  }
}
