package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import dev.sluice.schemas.chat.ToolDefinition;
import dev.sluice.schemas.chat.ToolKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads tools and their configuration. Tools that the provider runs by itself are kept whole. */
final class ToolReader {
  /** The field of a function whose schema is of the API's own kind; kept as it was. */
  static final String SUBSET = "parameters";

  private final JsonCursor in;
  private final Problems problems;

  ToolReader(JsonCursor in, Problems problems) {
    this.in = in;
    this.problems = problems;
  }

  void readAll(List<ToolDefinition> tools) throws IOException {
    if (!in.isArray()) {
      problems.notA(in, "tools", "a list of tools");
      return;
    }
    problems.enter("tools");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        wrapper(tools);
      } else {
        problems.notA(in, null, "a tool");
      }
      problems.leave();
    }
    problems.leave();
  }

  /** One object may hold functions and tools of the provider side by side. */
  private void wrapper(List<ToolDefinition> tools) throws IOException {
    while (in.nextField()) {
      String field = Names.field(in);
      if (field.equals("functionDeclarations") && in.isArray()) {
        functions(tools);
      } else {
        ToolDefinition own = Canonical.tool(ToolKind.PROVIDER);
        own.setName(field);
        own.setRaw(new JsonText(64).object().rawField(field, in.raw()).endObject().text());
        tools.add(own);
      }
    }
  }

  private void functions(List<ToolDefinition> tools) throws IOException {
    problems.enter("functionDeclarations");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        tools.add(function());
      } else {
        problems.notA(in, null, "a function");
      }
      problems.leave();
    }
    problems.leave();
  }

  private ToolDefinition function() throws IOException {
    ToolDefinition tool = Canonical.tool(ToolKind.FUNCTION);
    var extras = new Bag();
    while (in.nextField()) {
      String field = Names.field(in);
      switch (field) {
        case "name" -> {
          String name = in.stringOrSkip();
          tool.setName(name == null ? "" : name);
        }
        case "description" -> tool.setDescription(in.stringOrSkip());
        case "parametersJsonSchema" -> tool.setParametersSchema(in.raw());
        case SUBSET -> {
          String raw = in.raw();
          extras.put(SUBSET, raw);
          tool.setParametersSchema(raw.equals("null") ? null : Schemas.jsonSchema(raw));
        }
        default -> extras.put(field, in.raw());
      }
    }
    if (tool.getName().isEmpty()) {
      problems.at("name", "a function needs a name.");
    }
    tool.setExtras(extras.fields());
    return tool;
  }

  void readConfig(CanonicalRequest request) throws IOException {
    if (!in.isObject()) {
      problems.notA(in, "toolConfig", "an object");
      return;
    }
    int from = in.offset();
    ToolChoice choice = Canonical.toolChoice(ToolChoiceMode.UNKNOWN);
    while (in.nextField()) {
      if (Names.field(in).equals("functionCallingConfig") && in.isObject()) {
        calling(choice);
      } else {
        in.skip();
      }
    }
    choice.setRaw(in.rawFrom(from));
    request.setToolChoice(choice);
  }

  private void calling(ToolChoice choice) throws IOException {
    String mode = "";
    List<String> allowed = null;
    while (in.nextField()) {
      switch (Names.field(in)) {
        case "mode" -> {
          String word = in.stringOrSkip();
          mode = word == null ? "" : word.toUpperCase(Locale.ROOT);
        }
        case "allowedFunctionNames" -> {
          if (in.isArray()) {
            allowed = in.strings();
          } else {
            in.skip();
          }
        }
        default -> in.skip();
      }
    }
    choice.setMode(mode(mode, allowed));
    choice.setName(
        choice.getMode() == ToolChoiceMode.FUNCTION && allowed != null ? allowed.getFirst() : null);
  }

  /** Other dialects name one function or none, so several cannot be told there. */
  private static ToolChoiceMode mode(String mode, @Nullable List<String> allowed) {
    int names = allowed == null ? 0 : allowed.size();
    return switch (mode) {
      case "AUTO", "VALIDATED" -> names == 0 ? ToolChoiceMode.AUTO : ToolChoiceMode.PROVIDER;
      case "NONE" -> ToolChoiceMode.NONE;
      case "ANY" ->
          switch (names) {
            case 0 -> ToolChoiceMode.REQUIRED;
            case 1 -> ToolChoiceMode.FUNCTION;
            default -> ToolChoiceMode.PROVIDER;
          };
      case "", "MODE_UNSPECIFIED" -> ToolChoiceMode.UNKNOWN;
      default -> ToolChoiceMode.PROVIDER;
    };
  }
}
