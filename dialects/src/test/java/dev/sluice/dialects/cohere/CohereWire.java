package dev.sluice.dialects.cohere;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseWriter;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.FinishReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A streamed reply as Cohere sends it: the events of its chat API, version 2. */
public final class CohereWire {
  private final List<SseEvent> out = new ArrayList<>();
  private ObjectNode end = JsonNodeFactory.instance.objectNode();
  private int open = -1;
  private boolean call;

  private CohereWire() {}

  public static byte[] bytes(List<CanonicalEvent> events) {
    var wire = new CohereWire();
    events.forEach(wire::event);
    wire.out.add(SseEvent.of("[DONE]"));
    return SseWriter.bytes(wire.out);
  }

  private void event(CanonicalEvent event) {
    int index = event.getPart();
    switch (event.getKind()) {
      case START -> {
        ObjectNode start = head("message-start").put("id", event.getId());
        start.putObject("delta").putObject("message").put("role", "assistant").putArray("content");
        add(start);
      }
      case REASONING_DELTA -> content(index, "thinking", event.getText());
      case TEXT_DELTA -> content(index, "text", event.getText());
      case TOOL_CALL_START -> {
        close();
        open = index;
        call = true;
        ObjectNode start = head("tool-call-start").put("index", index);
        ObjectNode begun = calls(start).put("id", event.getId()).put("type", "function");
        begun.putObject("function").put("name", event.getName()).put("arguments", "");
        add(start);
      }
      case TOOL_ARGS_DELTA -> {
        ObjectNode piece = head("tool-call-delta").put("index", index);
        calls(piece).putObject("function").put("arguments", event.getText());
        add(piece);
      }
      case FINISH -> {
        close();
        end = head("message-end");
        end.putObject("delta").put("finish_reason", word(event.getFinishReason()));
      }
      case USAGE -> {
        ObjectNode usage = ((ObjectNode) end.path("delta")).putObject("usage");
        usage
            .putObject("billed_units")
            .put("input_tokens", event.getUsage().getInput())
            .put("output_tokens", event.getUsage().getOutput());
        add(end);
      }
      default -> {}
    }
  }

  private static ObjectNode head(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode calls(ObjectNode event) {
    return event.putObject("delta").putObject("message").putObject("tool_calls");
  }

  private void content(int index, String field, String text) {
    if (open != index) {
      close();
      open = index;
      ObjectNode start = head("content-start").put("index", index);
      start
          .putObject("delta")
          .putObject("message")
          .putObject("content")
          .put("type", field)
          .put(field, "");
      add(start);
    }
    ObjectNode delta = head("content-delta").put("index", index);
    delta.putObject("delta").putObject("message").putObject("content").put(field, text);
    add(delta);
  }

  private void close() {
    if (open >= 0) {
      add(head(call ? "tool-call-end" : "content-end").put("index", open));
    }
    open = -1;
    call = false;
  }

  private void add(ObjectNode event) {
    byte[] data = event.toString().getBytes(StandardCharsets.UTF_8);
    out.add(new SseEvent(event.path("type").asText(), data));
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case LENGTH -> "MAX_TOKENS";
      case TOOL_CALLS -> "TOOL_CALL";
      default -> "COMPLETE";
    };
  }
}
