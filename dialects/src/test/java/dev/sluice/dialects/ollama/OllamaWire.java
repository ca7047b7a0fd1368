package dev.sluice.dialects.ollama;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.FinishReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A streamed reply as Ollama sends it: a line for each piece, calls of tools whole. */
public final class OllamaWire {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<Integer, ObjectNode> calls = new LinkedHashMap<>();
  private final Map<Integer, StringBuilder> arguments = new LinkedHashMap<>();
  private ObjectNode end = JsonNodeFactory.instance.objectNode();

  private OllamaWire() {}

  public static byte[] bytes(List<CanonicalEvent> events) {
    var wire = new OllamaWire();
    events.forEach(wire::event);
    return wire.out.toByteArray();
  }

  private void event(CanonicalEvent event) {
    switch (event.getKind()) {
      case REASONING_DELTA -> {
        ObjectNode line = line("");
        ((ObjectNode) line.path("message")).put("thinking", event.getText());
        add(line.put("done", false));
      }
      case TEXT_DELTA -> add(line(event.getText()).put("done", false));
      case TOOL_CALL_START -> {
        ObjectNode call = JsonNodeFactory.instance.objectNode().put("id", event.getId());
        call.putObject("function").put("index", event.getTool()).put("name", event.getName());
        calls.put(event.getTool(), call);
      }
      case TOOL_ARGS_DELTA -> argumentsOf(event.getTool()).append(event.getText());
      case FINISH -> {
        calls.forEach(this::call);
        boolean cut = event.getFinishReason() == FinishReason.LENGTH;
        end = line("").put("done_reason", cut ? "length" : "stop").put("done", true);
      }
      case USAGE ->
          add(
              end.put("total_duration", 10L)
                  .put("prompt_eval_count", event.getUsage().getInput())
                  .put("eval_count", event.getUsage().getOutput()));
      default -> {}
    }
  }

  private StringBuilder argumentsOf(int tool) {
    return arguments.computeIfAbsent(tool, any -> new StringBuilder());
  }

  private void call(int tool, ObjectNode call) {
    ((ObjectNode) call.path("function"))
        .set("arguments", JsonAssert.parse(argumentsOf(tool).toString()));
    ObjectNode line = line("");
    ((ObjectNode) line.path("message")).putArray("tool_calls").add(call);
    add(line.put("done", false));
  }

  private static ObjectNode line(String content) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("model", "model-1");
    line.put("created_at", "2026-05-24T20:01:31.01558Z");
    line.putObject("message").put("role", "assistant").put("content", content);
    return line;
  }

  private void add(ObjectNode line) {
    out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
