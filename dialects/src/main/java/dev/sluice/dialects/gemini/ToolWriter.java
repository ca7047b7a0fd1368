package dev.sluice.dialects.gemini;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes tools, all functions in one, and how they may be called. */
final class ToolWriter {
  private final JsonText out;
  private final boolean same;
  private final Set<String> dropped;

  ToolWriter(JsonText out, boolean same, Set<String> dropped) {
    this.out = out;
    this.same = same;
    this.dropped = dropped;
  }

  void write(CanonicalRequest request) {
    List<ToolDefinition> functions =
        request.getTools().stream().filter(tool -> tool.getKind() == ToolKind.FUNCTION).toList();
    List<ToolDefinition> own =
        request.getTools().stream().filter(tool -> tool.getKind() != ToolKind.FUNCTION).toList();
    if (!same && !own.isEmpty()) {
      dropped.add("tools");
      own = List.of();
    }
    if (!functions.isEmpty() || !own.isEmpty()) {
      out.array("tools");
      if (!functions.isEmpty()) {
        out.object().array("functionDeclarations");
        functions.forEach(this::function);
        out.endArray().endObject();
      }
      for (ToolDefinition tool : own) {
        if (tool.getRaw() != null) {
          out.raw(tool.getRaw());
        }
      }
      out.endArray();
    } else if (same && request.getToolsGiven()) {
      out.array("tools").endArray();
    }
    ToolChoice choice = request.getToolChoice();
    if (same) {
      out.rawFieldIfSet("toolConfig", choice == null ? null : choice.getRaw());
    } else if (!functions.isEmpty()) {
      choice(choice);
    }
    if (!same && Boolean.FALSE.equals(request.getParallelToolCalls()) && !functions.isEmpty()) {
      dropped.add("parallel_tool_calls");
    }
  }

  private void function(ToolDefinition tool) {
    out.object().field("name", tool.getName());
    out.fieldIfSet("description", tool.getDescription());
    String schema = tool.getParametersSchema();
    if (same) {
      if (!tool.getExtras().containsKey(ToolReader.SUBSET)) {
        out.rawFieldIfSet("parametersJsonSchema", schema);
      }
      out.rawFields(tool.getExtras());
    } else {
      if (schema != null && schema.startsWith("{") && !schema.replace(" ", "").equals("{}")) {
        out.rawField("parametersJsonSchema", schema);
      }
      String cache = tool.getCacheControl();
      if (cache != null && !cache.equals("null")) {
        dropped.add("cache_control");
      }
    }
    out.endObject();
  }

  private void choice(@Nullable ToolChoice choice) {
    ToolChoiceMode mode = choice == null ? ToolChoiceMode.UNKNOWN : choice.getMode();
    String word =
        switch (mode) {
          case AUTO -> "AUTO";
          case NONE -> "NONE";
          case REQUIRED, FUNCTION -> "ANY";
          case PROVIDER -> {
            dropped.add("tool_choice");
            yield null;
          }
          case UNKNOWN -> null;
        };
    if (word == null) {
      return;
    }
    out.object("toolConfig").object("functionCallingConfig").field("mode", word);
    if (mode == ToolChoiceMode.FUNCTION && choice != null && choice.getName() != null) {
      out.strings("allowedFunctionNames", List.of(choice.getName()));
    }
    out.endObject().endObject();
  }
}
