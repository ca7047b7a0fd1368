package dev.sluice.dialects.openai;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tools, tool choice and response format. What is not a function is kept whole. */
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
    boolean functionGiven = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = string("type", extras);
        case "function" -> {
          functionGiven = in.isObject();
          function(tool);
        }
        case "cache_control" -> tool.setCacheControl(in.raw());
        default -> extras.keep(in);
      }
    }
    tool.setExtras(extras.fields());
    if (type == null) {
      problems.missing("type");
    } else if (!type.equals("function")) {
      tool = Canonical.tool(ToolKind.PROVIDER);
      tool.setRaw(in.rawFrom(from));
    } else if (!functionGiven && problems.none()) {
      problems.missing("function");
    }
    return tool;
  }

  private void function(ToolDefinition tool) throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "function", "an object");
      return;
    }
    problems.enter("function");
    var inner = new Bag();
    boolean named = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "name" -> {
          named = true;
          String name = string("name", inner);
          tool.setName(name == null ? "" : name);
        }
        case "description" -> tool.setDescription(string("description", inner));
        case "parameters" -> tool.setParametersSchema(schema("parameters", inner));
        case "strict" -> tool.setStrict(bool("strict", inner));
        default -> inner.keep(in);
      }
    }
    if (!named) {
      problems.missing("name");
    }
    tool.setInnerExtras(inner.fields());
    problems.leave();
  }

  @Nullable ToolChoice readChoice() throws IOException {
    if (in.isString()) {
      return choiceWord(in.string());
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
        case "function" -> name = functionName();
        default -> in.skip();
      }
    }
    boolean function = "function".equals(type) && name != null;
    ToolChoice choice =
        Canonical.toolChoice(function ? ToolChoiceMode.FUNCTION : ToolChoiceMode.PROVIDER);
    choice.setName(name);
    choice.setRaw(in.rawFrom(from));
    return choice;
  }

  private @Nullable ToolChoice choiceWord(String word) {
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

  private @Nullable String functionName() throws IOException {
    if (!in.isObject()) {
      in.skip();
      return null;
    }
    String name = null;
    while (in.nextField()) {
      if (in.field().equals("name")) {
        name = in.stringOrSkip();
      } else {
        in.skip();
      }
    }
    return name;
  }

  @Nullable ResponseFormat readFormat() throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "response_format", "an object");
      return null;
    }
    problems.enter("response_format");
    int from = in.offset();
    ResponseFormat format = Canonical.responseFormat(ResponseFormatKind.UNKNOWN);
    var extras = new Bag();
    String type = null;
    boolean schemaGiven = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = string("type", extras);
        case "json_schema" -> {
          schemaGiven = in.isObject();
          jsonSchema(format);
        }
        default -> extras.keep(in);
      }
    }
    format.setExtras(extras.fields());
    switch (type == null ? "" : type) {
      case "text" -> format.setKind(ResponseFormatKind.TEXT);
      case "json_object" -> format.setKind(ResponseFormatKind.JSON_OBJECT);
      case "json_schema" -> {
        format.setKind(ResponseFormatKind.JSON_SCHEMA);
        if (!schemaGiven && problems.none()) {
          problems.missing("json_schema");
        }
      }
      case "" -> problems.missing("type");
      default -> {
        format.setKind(ResponseFormatKind.PROVIDER);
        format.setRaw(in.rawFrom(from));
      }
    }
    problems.leave();
    return format;
  }

  private void jsonSchema(ResponseFormat format) throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "json_schema", "an object");
      return;
    }
    problems.enter("json_schema");
    var inner = new Bag();
    while (in.nextField()) {
      switch (in.field()) {
        case "name" -> format.setName(string("name", inner));
        case "description" -> format.setDescription(string("description", inner));
        case "schema" -> format.setJsonSchema(schema("schema", inner));
        case "strict" -> format.setStrict(bool("strict", inner));
        default -> inner.keep(in);
      }
    }
    format.setInnerExtras(inner.fields());
    problems.leave();
  }

  private @Nullable String schema(String field, Bag bag) throws IOException {
    if (in.isObject()) {
      return in.raw();
    }
    if (in.isNull()) {
      bag.put(field, "null");
    } else {
      problems.wrongType(in, field, "an object");
    }
    return null;
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

  private @Nullable Boolean bool(String field, Bag bag) throws IOException {
    if (in.isBoolean()) {
      return in.bool();
    }
    if (in.isNull()) {
      bag.put(field, "null");
    } else {
      problems.wrongType(in, field, "a boolean");
    }
    return null;
  }
}
