package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.io.IOException;
import java.util.List;

/** Reads tools and tool choice. Tools that the provider runs by itself are kept whole. */
final class ToolReader {
  private final JsonCursor in;
  private final Problems problems;

  ToolReader(JsonCursor in, Problems problems) {
    this.in = in;
    this.problems = problems;
  }

  void readAll(List<ToolDefinition> tools) throws IOException {
    if (!in.isArray()) {
      problems.notA(in, "tools", "a valid list");
      return;
    }
    problems.enter("tools");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        tools.add(tool());
      } else {
        problems.notA(in, "", "a valid dictionary");
      }
      problems.leave();
    }
    problems.leave();
  }

  private ToolDefinition tool() throws IOException {
    int from = in.offset();
    ToolDefinition tool = Canonical.tool(ToolKind.FUNCTION);
    var extras = new Bag();
    boolean function = true;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> {
          function = !in.isString() || in.string().equals("custom");
          extras.keep(in);
        }
        case "name" -> {
          String name = in.stringOrSkip();
          tool.setName(name == null ? "" : name);
        }
        case "description" -> {
          if (in.isString()) {
            tool.setDescription(in.string());
          } else {
            extras.keep(in);
          }
        }
        case "input_schema" -> tool.setParametersSchema(in.raw());
        case "strict" -> {
          if (in.isBoolean()) {
            tool.setStrict(in.bool());
          } else {
            extras.keep(in);
          }
        }
        case "cache_control" -> tool.setCacheControl(in.raw());
        default -> extras.keep(in);
      }
    }
    if (!function) {
      ToolDefinition provided = Canonical.tool(ToolKind.PROVIDER);
      provided.setName(tool.getName());
      provided.setRaw(in.rawFrom(from));
      return provided;
    }
    if (tool.getName().isEmpty()) {
      problems.missing("name");
    }
    tool.setExtras(extras.fields());
    return tool;
  }

  void readChoice(CanonicalRequest request) throws IOException {
    if (!in.isObject()) {
      problems.notA(in, "tool_choice", "a valid dictionary");
      return;
    }
    int from = in.offset();
    ToolChoice choice = Canonical.toolChoice(ToolChoiceMode.PROVIDER);
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> {
          String type = in.stringOrSkip();
          choice.setMode(mode(type == null ? "" : type));
        }
        case "name" -> choice.setName(in.stringOrSkip());
        case "disable_parallel_tool_use" -> {
          if (in.isBoolean()) {
            request.setParallelToolCalls(!in.bool());
          } else {
            in.skip();
          }
        }
        default -> in.skip();
      }
    }
    choice.setRaw(in.rawFrom(from));
    request.setToolChoice(choice);
  }

  private static ToolChoiceMode mode(String type) {
    return switch (type) {
      case "auto" -> ToolChoiceMode.AUTO;
      case "any" -> ToolChoiceMode.REQUIRED;
      case "tool" -> ToolChoiceMode.FUNCTION;
      case "none" -> ToolChoiceMode.NONE;
      default -> ToolChoiceMode.PROVIDER;
    };
  }
}
