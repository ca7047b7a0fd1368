package dev.sluice.dialects.cohere;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes tools, tool choice and response format. */
final class ToolWriter {
  private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

  private final JsonText out;
  private final Set<String> dropped;

  ToolWriter(JsonText out, Set<String> dropped) {
    this.out = out;
    this.dropped = dropped;
  }

  /** A call of one function cannot be asked for by name: it is then the only one on offer. */
  void write(CanonicalRequest request) {
    List<ToolDefinition> tools = new ArrayList<>(request.getTools());
    tools.removeIf(tool -> tool.getKind() != ToolKind.FUNCTION);
    if (tools.size() < request.getTools().size()) {
      dropped.add("tools");
    }
    ToolChoice choice = request.getToolChoice();
    String wish = tools.isEmpty() ? null : wish(choice, tools);
    if (!tools.isEmpty()) {
      out.array("tools");
      tools.forEach(this::function);
      out.endArray().fieldIfSet("tool_choice", wish);
    }
    if (Boolean.FALSE.equals(request.getParallelToolCalls())) {
      dropped.add("parallel_tool_calls");
    }
    format(request.getResponseFormat(), !tools.isEmpty());
  }

  private @Nullable String wish(@Nullable ToolChoice choice, List<ToolDefinition> tools) {
    ToolChoiceMode mode = choice == null ? ToolChoiceMode.AUTO : choice.getMode();
    return switch (mode) {
      case AUTO -> null;
      case NONE -> "NONE";
      case REQUIRED -> "REQUIRED";
      case FUNCTION -> {
        String name = choice == null ? null : choice.getName();
        if (tools.stream().anyMatch(tool -> tool.getName().equals(name))) {
          tools.removeIf(tool -> !tool.getName().equals(name));
          yield "REQUIRED";
        }
        dropped.add("tool_choice");
        yield null;
      }
      case PROVIDER, UNKNOWN -> {
        dropped.add("tool_choice");
        yield null;
      }
    };
  }

  private void function(ToolDefinition tool) {
    out.object().field("type", "function").object("function").field("name", tool.getName());
    out.fieldIfSet("description", tool.getDescription());
    out.rawField("parameters", schema(tool.getParametersSchema())).endObject().endObject();
    if (Boolean.TRUE.equals(tool.getStrict())) {
      dropped.add("strict");
    }
    if (tool.getCacheControl() != null) {
      dropped.add("cache_control");
    }
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

  /** The provider takes no format beside tools. */
  private void format(@Nullable ResponseFormat format, boolean tools) {
    if (format == null) {
      return;
    }
    switch (format.getKind()) {
      case TEXT -> {}
      case JSON_OBJECT, JSON_SCHEMA -> {
        if (tools) {
          dropped.add("response_format");
        } else {
          out.object("response_format").field("type", "json_object");
          out.rawFieldIfSet("json_schema", format.getJsonSchema()).endObject();
        }
      }
      case PROVIDER, UNKNOWN -> dropped.add("response_format");
    }
  }
}
