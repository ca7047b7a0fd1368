package dev.sluice.dialects.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.FinishReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** A streamed reply as Bedrock's Converse sends it, framed by AWS's own library. */
public final class ConverseWire {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int open = -1;

  private ConverseWire() {}

  public static byte[] bytes(List<CanonicalEvent> events) {
    var wire = new ConverseWire();
    events.forEach(wire::event);
    return wire.out.toByteArray();
  }

  private void event(CanonicalEvent event) {
    int index = event.getPart();
    switch (event.getKind()) {
      case START -> add("messageStart", object().put("role", "assistant"));
      case REASONING_DELTA -> {
        ObjectNode delta = delta(index);
        delta.putObject("delta").putObject("reasoningContent").put("text", event.getText());
        add("contentBlockDelta", delta);
      }
      case SIGNATURE -> {
        ObjectNode delta = delta(index);
        delta.putObject("delta").putObject("reasoningContent").put("signature", event.getText());
        add("contentBlockDelta", delta);
      }
      case TEXT_DELTA -> {
        ObjectNode delta = delta(index);
        delta.putObject("delta").put("text", event.getText());
        add("contentBlockDelta", delta);
      }
      case TOOL_CALL_START -> {
        ObjectNode start = delta(index);
        start
            .putObject("start")
            .putObject("toolUse")
            .put("toolUseId", event.getId())
            .put("name", event.getName());
        add("contentBlockStart", start);
      }
      case TOOL_ARGS_DELTA -> {
        ObjectNode delta = delta(index);
        delta.putObject("delta").putObject("toolUse").put("input", event.getText());
        add("contentBlockDelta", delta);
      }
      case FINISH -> {
        close();
        add("messageStop", object().put("stopReason", word(event.getFinishReason())));
      }
      case USAGE -> {
        ObjectNode usage = object();
        long input = event.getUsage().getInput();
        long output = event.getUsage().getOutput();
        usage
            .putObject("usage")
            .put("inputTokens", input)
            .put("outputTokens", output)
            .put("totalTokens", input + output);
        add("metadata", usage);
      }
      default -> {}
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An event of a block; the block before it has ended. */
  private ObjectNode delta(int index) {
    if (open != index) {
      close();
      open = index;
    }
    return object().put("contentBlockIndex", index);
  }

  private void close() {
    if (open >= 0) {
      add("contentBlockStop", object().put("contentBlockIndex", open));
    }
    open = -1;
  }

  private void add(String type, ObjectNode payload) {
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    headers.put(":event-type", HeaderValue.fromString(type));
    headers.put(":content-type", HeaderValue.fromString("application/json"));
    headers.put(":message-type", HeaderValue.fromString("event"));
    byte[] data = payload.put("p", "abcd").toString().getBytes(StandardCharsets.UTF_8);
    new Message(headers, data).encode(out);
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      default -> "end_turn";
    };
  }
}
