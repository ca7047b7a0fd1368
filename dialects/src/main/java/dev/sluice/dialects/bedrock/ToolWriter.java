package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes tools and tool choice. A call of none can be had only without tools, and a history with
 * tool calls needs tools: where there are none, the called ones are named.
 */
final class ToolWriter {
  private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

  private final JsonText out;
  private final ModelFamily family;
  private final BlockWriter blocks;
  private final Set<String> dropped;

  ToolWriter(JsonText out, ModelFamily family, BlockWriter blocks, Set<String> dropped) {
    this.out = out;
    this.family = family;
    this.blocks = blocks;
    this.dropped = dropped;
  }

  void write(CanonicalRequest request, Turns turns) {
    List<ToolDefinition> tools = new ArrayList<>(request.getTools());
    if (tools.removeIf(tool -> tool.getKind() != ToolKind.FUNCTION)) {
      dropped.add("tools");
    }
    if (Boolean.FALSE.equals(request.getParallelToolCalls()) && !tools.isEmpty()) {
      dropped.add("parallel_tool_calls");
    }
    ToolChoice choice = request.getToolChoice();
    boolean none = choice != null && choice.getMode() == ToolChoiceMode.NONE;
    if (none && !turns.toolsUsed()) {
      return;
    }
    if (none && !tools.isEmpty()) {
      dropped.add("tool_choice");
    }
    if (!tools.isEmpty()) {
      String wish = none ? null : choice(choice, tools);
      out.object("toolConfig").array("tools");
      tools.forEach(this::tool);
      out.endArray().rawFieldIfSet("toolChoice", wish).endObject();
    } else if (turns.toolsUsed()) {
      named(turns.toolNames());
    }
  }

  private void named(Set<String> called) {
    out.object("toolConfig").array("tools");
    for (String name : called.isEmpty() ? Set.of("unknown") : called) {
      spec(name, null, NO_PARAMETERS);
    }
    out.endArray().endObject();
  }

  /** The choice as JSON text, null for that of the model; a tool by name may remain alone. */
  private @Nullable String choice(@Nullable ToolChoice choice, List<ToolDefinition> tools) {
    ToolChoiceMode mode = choice == null ? ToolChoiceMode.AUTO : choice.getMode();
    String name = choice == null ? null : choice.getName();
    switch (mode) {
      case REQUIRED -> {
        return forced("{\"any\":{}}");
      }
      case FUNCTION -> {
        if (name != null && family.forcesByName()) {
          return "{\"tool\":{\"name\":" + JsonText.quoted(name) + "}}";
        }
        boolean known = tools.stream().anyMatch(tool -> tool.getName().equals(name));
        if (known && family.forcesTools()) {
          tools.removeIf(tool -> !tool.getName().equals(name));
          return "{\"any\":{}}";
        }
        dropped.add("tool_choice");
      }
      case PROVIDER -> dropped.add("tool_choice");
      case AUTO, NONE, UNKNOWN -> {}
    }
    return null;
  }

  private @Nullable String forced(String wish) {
    if (family.forcesTools()) {
      return wish;
    }
    dropped.add("tool_choice");
    return null;
  }

  private void tool(ToolDefinition tool) {
    spec(tool.getName(), tool.getDescription(), schema(tool.getParametersSchema()));
    if (Boolean.TRUE.equals(tool.getStrict())) {
      dropped.add("strict");
    }
    String cache = tool.getCacheControl();
    if (cache != null && family.cachesTools()) {
      blocks.cachePoint(cache);
    } else if (cache != null && !cache.equals("null")) {
      dropped.add("cache_control");
    }
  }

  private void spec(String name, @Nullable String description, String schema) {
    out.object().object("toolSpec").field("name", name);
    out.fieldIfSet(
        "description", description == null || description.isBlank() ? null : description);
    out.object("inputSchema").rawField("json", schema).endObject().endObject().endObject();
  }

  private static String schema(@Nullable String schema) {
    String body = schema == null ? "" : schema.strip();
    if (!body.startsWith("{") || body.substring(1, body.length() - 1).isBlank()) {
      return NO_PARAMETERS;
    }
    return hasType(body) ? body : "{\"type\":\"object\"," + body.substring(1);
  }

  private static boolean hasType(String schema) {
    try (JsonCursor in = JsonCursor.ofValue(schema)) {
      while (in.nextField()) {
        if (in.field().equals("type")) {
          return true;
        }
        in.skip();
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
