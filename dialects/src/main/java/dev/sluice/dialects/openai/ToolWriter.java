package dev.sluice.dialects.openai;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes tools, tool choice and response format. */
final class ToolWriter {
  private final JsonText out;
  private final Quirks quirks;
  private final boolean same;
  private final List<String> dropped;

  ToolWriter(JsonText out, Quirks quirks, boolean same, List<String> dropped) {
    this.out = out;
    this.quirks = quirks;
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

  private void function(ToolDefinition tool) {
    out.object().field("type", "function").object("function").field("name", tool.getName());
    out.fieldIfSet("description", tool.getDescription());
    out.rawFieldIfSet("parameters", tool.getParametersSchema());
    if (quirks.strictTools()) {
      out.fieldIfSet("strict", tool.getStrict());
    } else if (tool.getStrict() != null && !dropped.contains("strict")) {
      dropped.add("strict");
    }
    if (same) {
      out.rawFields(tool.getInnerExtras()).endObject();
      out.rawFieldIfSet("cache_control", tool.getCacheControl());
      out.rawFields(tool.getExtras()).endObject();
    } else {
      out.endObject().endObject();
    }
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
      case REQUIRED -> out.field("tool_choice", quirks.wording().required());
      case FUNCTION -> {
        out.object("tool_choice").field("type", "function").object("function");
        out.fieldIfSet("name", choice.getName()).endObject().endObject();
      }
      case PROVIDER, UNKNOWN -> dropped.add("tool_choice");
    }
  }

  void writeFormat(@Nullable ResponseFormat format) {
    if (format == null) {
      return;
    }
    switch (format.getKind()) {
      case TEXT -> formatOf(format, "text").endObject();
      case JSON_OBJECT -> formatOf(format, "json_object").endObject();
      case JSON_SCHEMA -> {
        formatOf(format, "json_schema").object("json_schema");
        out.field("name", format.getName() == null ? "reply" : format.getName());
        out.fieldIfSet("description", format.getDescription());
        out.rawFieldIfSet("schema", format.getJsonSchema());
        out.fieldIfSet("strict", format.getStrict());
        if (same) {
          out.rawFields(format.getInnerExtras());
        }
        out.endObject().endObject();
      }
      case PROVIDER, UNKNOWN -> {
        if (same && format.getRaw() != null) {
          out.rawField("response_format", format.getRaw());
        } else {
          dropped.add("response_format");
        }
      }
    }
  }

  private JsonText formatOf(ResponseFormat format, String type) {
    out.object("response_format").field("type", type);
    return same ? out.rawFields(format.getExtras()) : out;
  }
}
