package dev.sluice.dialects.ollama;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.util.List;
import java.util.Set;

/** Writes tools. There is no choice among them but to offer none. */
final class ToolWriter {
  private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

  private final JsonText out;
  private final Set<String> dropped;

  ToolWriter(JsonText out, Set<String> dropped) {
    this.out = out;
    this.dropped = dropped;
  }

  void write(CanonicalRequest request) {
    List<ToolDefinition> tools =
        request.getTools().stream().filter(tool -> tool.getKind() == ToolKind.FUNCTION).toList();
    if (tools.size() < request.getTools().size()) {
      dropped.add("tools");
    }
    if (Boolean.FALSE.equals(request.getParallelToolCalls())) {
      dropped.add("parallel_tool_calls");
    }
    ToolChoice choice = request.getToolChoice();
    ToolChoiceMode mode = choice == null ? ToolChoiceMode.AUTO : choice.getMode();
    if (mode != ToolChoiceMode.AUTO && mode != ToolChoiceMode.NONE) {
      dropped.add("tool_choice");
    }
    if (!tools.isEmpty() && mode != ToolChoiceMode.NONE) {
      out.array("tools");
      tools.forEach(this::function);
      out.endArray();
    }
  }

  private void function(ToolDefinition tool) {
    String schema = tool.getParametersSchema();
    boolean given = schema != null && schema.strip().startsWith("{");
    out.object().field("type", "function").object("function").field("name", tool.getName());
    out.fieldIfSet("description", tool.getDescription());
    out.rawField("parameters", given ? schema : NO_PARAMETERS).endObject().endObject();
    if (Boolean.TRUE.equals(tool.getStrict())) {
      dropped.add("strict");
    }
    if (tool.getCacheControl() != null) {
      dropped.add("cache_control");
    }
  }
}
