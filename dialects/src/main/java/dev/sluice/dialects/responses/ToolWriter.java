package dev.sluice.dialects.responses;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes tools, tool choice and text format. */
final class ToolWriter {
  private final JsonText out;
  private final boolean same;
  private final Set<String> dropped;

  ToolWriter(JsonText out, boolean same, Set<String> dropped) {
    this.out = out;
    this.same = same;
    this.dropped = dropped;
  }

  void writeTools(CanonicalRequest request) {
    if (!request.getToolsGiven() && request.getTools().isEmpty()) {
      return;
    }
    List<ToolDefinition> known =
        request.getTools().stream()
            .filter(tool -> same || tool.getKind() == ToolKind.FUNCTION)
            .toList();
    if (known.size() < request.getTools().size()) {
      dropped.add("tools");
    }
    if (known.isEmpty() && !same) {
      return;
    }
    out.array("tools");
    for (ToolDefinition tool : known) {
      if (tool.getKind() == ToolKind.FUNCTION) {
        function(tool);
      } else if (tool.getRaw() != null) {
        out.raw(tool.getRaw());
      }
    }
    out.endArray();
  }

  /** Functions are strict here where nothing is said, which not every schema can be. */
  private void function(ToolDefinition tool) {
    out.object().field("type", "function").field("name", tool.getName());
    out.fieldIfSet("description", tool.getDescription());
    out.rawFieldIfSet("parameters", tool.getParametersSchema());
    if (same) {
      out.fieldIfSet("strict", tool.getStrict()).rawFields(tool.getExtras());
    } else {
      if (tool.getParametersSchema() == null) {
        out.nullField("parameters");
      }
      out.field("strict", Boolean.TRUE.equals(tool.getStrict()));
    }
    out.endObject();
  }

  void writeChoice(@Nullable ToolChoice choice) {
    if (choice == null) {
      return;
    }
    if (same && choice.getRaw() != null) {
      out.rawField("tool_choice", choice.getRaw());
      return;
    }
    switch (choice.getMode()) {
      case AUTO -> out.field("tool_choice", "auto");
      case NONE -> out.field("tool_choice", "none");
      case REQUIRED -> out.field("tool_choice", "required");
      case FUNCTION -> {
        out.object("tool_choice").field("type", "function");
        out.fieldIfSet("name", choice.getName()).endObject();
      }
      case PROVIDER, UNKNOWN -> dropped.add("tool_choice");
    }
  }

  /**
   * Writes {@code text}, where there is anything to say.
   *
   * @param others its other fields
   */
  void writeText(@Nullable ResponseFormat format, Map<String, String> others) {
    if (format == null && others.isEmpty()) {
      return;
    }
    out.object("text");
    if (format != null) {
      format(format);
    }
    out.rawFields(others).endObject();
  }

  private void format(ResponseFormat format) {
    switch (format.getKind()) {
      case TEXT -> end(out.object("format").field("type", "text"), format);
      case JSON_OBJECT -> end(out.object("format").field("type", "json_object"), format);
      case JSON_SCHEMA -> {
        out.object("format").field("type", "json_schema");
        out.field("name", format.getName() == null ? "reply" : format.getName());
        out.fieldIfSet("description", format.getDescription());
        out.rawFieldIfSet("schema", format.getJsonSchema());
        out.fieldIfSet("strict", format.getStrict());
        end(out, format);
      }
      case PROVIDER, UNKNOWN -> {
        if (same && format.getRaw() != null) {
          out.rawField("format", format.getRaw());
        } else {
          dropped.add("response_format");
        }
      }
    }
  }

  private void end(JsonText open, ResponseFormat format) {
    if (same) {
      open.rawFields(format.getExtras());
    }
    open.endObject();
  }
}
