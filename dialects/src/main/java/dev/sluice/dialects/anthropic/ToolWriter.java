package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes tools and tool choice. */
final class ToolWriter {
  private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

  private final JsonText out;
  private final boolean same;
  private final Set<String> dropped;

  ToolWriter(JsonText out, boolean same, Set<String> dropped) {
    this.out = out;
    this.same = same;
    this.dropped = dropped;
  }

  /** A history with tool calls needs tools: where there are none, the called ones are named. */
  void write(CanonicalRequest request, Set<String> called) {
    boolean any = false;
    for (ToolDefinition tool : request.getTools()) {
      any |= open(any, tool);
    }
    if (any) {
      out.endArray();
    } else if (same && request.getToolsGiven()) {
      out.array("tools").endArray();
    } else if (!called.isEmpty()) {
      out.array("tools");
      for (String name : called) {
        out.object().field("name", name).rawField("input_schema", NO_PARAMETERS).endObject();
      }
      out.endArray();
    }
    if (same) {
      ToolChoice choice = request.getToolChoice();
      out.rawFieldIfSet("tool_choice", choice == null ? null : choice.getRaw());
    } else if (any) {
      choice(request.getToolChoice(), request.getParallelToolCalls());
    }
  }

  private boolean open(boolean opened, ToolDefinition tool) {
    String raw = tool.getRaw();
    if (tool.getKind() != ToolKind.FUNCTION && (raw == null || !(same || ours(raw)))) {
      dropped.add("tools");
      return false;
    }
    if (!opened) {
      out.array("tools");
    }
    if (tool.getKind() != ToolKind.FUNCTION && raw != null) {
      out.raw(raw);
      return true;
    }
    out.object().field("name", tool.getName());
    out.fieldIfSet("description", tool.getDescription());
    String schema = tool.getParametersSchema();
    if (same) {
      out.rawFieldIfSet("input_schema", schema).fieldIfSet("strict", tool.getStrict());
      out.rawFields(tool.getExtras());
    } else {
      out.rawField("input_schema", schema(schema));
    }
    String cache = tool.getCacheControl();
    out.rawFieldIfSet("cache_control", cache == null || cache.equals("null") ? null : cache);
    out.endObject();
    return true;
  }

  private static String schema(@Nullable String schema) {
    if (schema == null) {
      return NO_PARAMETERS;
    }
    String body = schema.strip();
    if (!body.startsWith("{")) {
      return NO_PARAMETERS;
    }
    if (body.substring(1, body.length() - 1).isBlank()) {
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

  /** Whether a tool that another dialect did not know is one of this provider's: name_20250305. */
  private static boolean ours(String raw) {
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextField()) {
        if (in.field().equals("type")) {
          String type = in.stringOrSkip();
          return type != null && endsInDate(type);
        }
        in.skip();
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean endsInDate(String type) {
    int mark = type.length() - 9;
    if (mark < 1 || type.charAt(mark) != '_') {
      return false;
    }
    for (int i = mark + 1; i < type.length(); i++) {
      if (!Character.isDigit(type.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private void choice(@Nullable ToolChoice choice, @Nullable Boolean parallel) {
    boolean one = Boolean.FALSE.equals(parallel);
    ToolChoiceMode mode = choice == null ? ToolChoiceMode.UNKNOWN : choice.getMode();
    String type =
        switch (mode) {
          case AUTO -> "auto";
          case NONE -> "none";
          case REQUIRED -> "any";
          case FUNCTION -> "tool";
          case PROVIDER -> {
            dropped.add("tool_choice");
            yield one ? "auto" : null;
          }
          case UNKNOWN -> one ? "auto" : null;
        };
    if (type == null) {
      return;
    }
    out.object("tool_choice").field("type", type);
    if (mode == ToolChoiceMode.FUNCTION && choice != null) {
      out.fieldIfSet("name", choice.getName());
    }
    if (one && mode != ToolChoiceMode.NONE) {
      out.field("disable_parallel_tool_use", true);
    }
    out.endObject();
  }
}
