package dev.sluice.dialects.responses;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.Problems;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads tools, tool choice and text format, whose fields are beside their type. What is not a
 * function, such as a tool of the provider's own, is kept whole.
 */
final class ToolReader {
  private final JsonCursor in;
  private final Problems problems;

  ToolReader(JsonCursor in, Problems problems) {
    this.in = in;
    this.problems = problems;
  }

  void readAll(List<ToolDefinition> tools) throws IOException {
    if (!in.isArray()) {
      problems.wrongType(in, "tools", "an array of objects");
      return;
    }
    problems.enter("tools");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        tools.add(tool());
      } else {
        problems.wrongElement(in, "an object");
      }
      problems.leave();
    }
    problems.leave();
  }

  private ToolDefinition tool() throws IOException {
    int from = in.offset();
    ToolDefinition tool = Canonical.tool(ToolKind.FUNCTION);
    var extras = new Bag();
    String type = null;
    String name = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = string("type", extras);
        case "name" -> name = string("name", extras);
        case "description" -> tool.setDescription(string("description", extras));
        case "parameters" -> {
          if (in.isObject()) {
            tool.setParametersSchema(in.raw());
          } else {
            extras.keep(in);
          }
        }
        case "strict" -> {
          if (in.isBoolean()) {
            tool.setStrict(in.bool());
          } else {
            extras.keep(in);
          }
        }
        default -> extras.keep(in);
      }
    }
    if (type == null) {
      problems.missing("type");
    } else if (!type.equals("function")) {
      ToolDefinition whole = Canonical.tool(ToolKind.PROVIDER);
      whole.setRaw(in.rawFrom(from));
      return whole;
    } else if (name == null && problems.none()) {
      problems.missing("name");
    }
    tool.setName(name == null ? "" : name);
    tool.setExtras(extras.fields());
    return tool;
  }

  @Nullable ToolChoice readChoice() throws IOException {
    if (in.isString()) {
      return word(in.string());
    }
    if (!in.isObject()) {
      problems.wrongType(in, "tool_choice", "one of an object or a string");
      return null;
    }
    int from = in.offset();
    String type = null;
    String name = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = in.stringOrSkip();
        case "name" -> name = in.stringOrSkip();
        default -> in.skip();
      }
    }
    if (type == null) {
      problems.enter("tool_choice");
      problems.missing("type");
      problems.leave();
      return null;
    }
    boolean function = type.equals("function") && name != null;
    ToolChoice choice =
        Canonical.toolChoice(function ? ToolChoiceMode.FUNCTION : ToolChoiceMode.PROVIDER);
    choice.setName(name);
    choice.setRaw(in.rawFrom(from));
    return choice;
  }

  private @Nullable ToolChoice word(String word) {
    return switch (word) {
      case "auto" -> Canonical.toolChoice(ToolChoiceMode.AUTO);
      case "none" -> Canonical.toolChoice(ToolChoiceMode.NONE);
      case "required" -> Canonical.toolChoice(ToolChoiceMode.REQUIRED);
      default -> {
        problems.unsupported("tool_choice", word, "'none', 'auto', and 'required'");
        yield null;
      }
    };
  }

  /** Reads {@code text.format}. */
  @Nullable ResponseFormat readFormat() throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "format", "an object");
      return null;
    }
    problems.enter("format");
    int from = in.offset();
    ResponseFormat format = Canonical.responseFormat(ResponseFormatKind.UNKNOWN);
    var extras = new Bag();
    String type = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = string("type", extras);
        case "name" -> format.setName(string("name", extras));
        case "description" -> format.setDescription(string("description", extras));
        case "schema" -> {
          if (in.isObject()) {
            format.setJsonSchema(in.raw());
          } else {
            problems.wrongType(in, "schema", "an object");
          }
        }
        case "strict" -> {
          if (in.isBoolean()) {
            format.setStrict(in.bool());
          } else {
            extras.keep(in);
          }
        }
        default -> extras.keep(in);
      }
    }
    format.setExtras(extras.fields());
    switch (type == null ? "" : type) {
      case "" -> problems.missing("type");
      case "text" -> format.setKind(ResponseFormatKind.TEXT);
      case "json_object" -> format.setKind(ResponseFormatKind.JSON_OBJECT);
      case "json_schema" -> {
        format.setKind(ResponseFormatKind.JSON_SCHEMA);
        if (format.getName() == null && problems.none()) {
          problems.missing("name");
        }
        if (format.getJsonSchema() == null && problems.none()) {
          problems.missing("schema");
        }
      }
      default -> {
        format.setKind(ResponseFormatKind.PROVIDER);
        format.setRaw(in.rawFrom(from));
      }
    }
    problems.leave();
    return format;
  }

  private @Nullable String string(String field, Bag bag) throws IOException {
    if (in.isString()) {
      return in.string();
    }
    if (in.isNull()) {
      bag.put(field, "null");
    } else {
      problems.wrongType(in, field, "a string");
    }
    return null;
  }
}
