package dev.sluice.dialects.responses;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.Problems;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads items, of an input as well as of an output.
 *
 * <p>The parts of a message of the assistant become parts among others, so the first of them
 * carries the fields of its message as inner extras, its role included.
 */
final class ItemReader {
  private static final String CALL_ID = "call_id";

  private final JsonCursor in;
  private final Problems problems;
  private final ContentReader content;

  ItemReader(JsonCursor in, Problems problems) {
    this.in = in;
    this.problems = problems;
    this.content = new ContentReader(in, problems);
  }

  /** One item. */
  sealed interface Item {
    /** What the assistant said or did. */
    record OfAssistant(List<ContentPart> parts) implements Item {}

    /** A message of anybody else. */
    record OfOther(Role role, ContentForm form, List<ContentPart> parts, Map<String, String> extras)
        implements Item {}

    /** What a tool gave. */
    record OfTool(ContentPart result, Map<String, String> extras) implements Item {}

    /** Something that is wrong and has been told. */
    record Wrong() implements Item {}
  }

  /** The fields of one item. */
  private static final class Fields {
    private final Bag others = new Bag();
    private final Map<String, String> texts = new HashMap<>(8);
    private final List<ContentPart> parts = new ArrayList<>(1);
    private ContentForm form = ContentForm.ABSENT;
    private @Nullable String rawContent;

    @Nullable String text(String name) {
      return texts.get(name);
    }
  }

  /** Reads the object under the cursor. */
  Item read() throws IOException {
    int from = in.offset();
    var fields = new Fields();
    while (in.nextField()) {
      field(in.field(), fields);
    }
    String type = fields.text("type");
    if (type == null && fields.text("role") != null) {
      return message(fields);
    }
    return switch (type == null ? "" : type) {
      case "" -> missing("type");
      case "message" -> message(fields);
      case "function_call" -> call(fields, "arguments", null);
      case "custom_tool_call" -> call(fields, "input", "custom");
      case "function_call_output" -> result(fields, null);
      case "custom_tool_call_output" -> result(fields, "custom");
      case "reasoning" -> reasoning(fields);
      case "item_reference" -> {
        problems.add(
            problems.path("id"),
            "Item with id '"
                + fields.text("id")
                + "' not found. Sluice keeps no responses: send the whole item instead of a"
                + " reference to it.",
            "unsupported_parameter");
        yield new Item.Wrong();
      }
      default ->
          new Item.OfAssistant(
              List.of(Canonical.providerPart(ResponsesDialect.NAME, in.rawFrom(from))));
    };
  }

  private Item missing(String field) {
    problems.missing(field);
    return new Item.Wrong();
  }

  private void field(String field, Fields fields) throws IOException {
    switch (field) {
      case "type", "role", "id", "name", CALL_ID, "arguments", "input", "encrypted_content" -> {
        if (in.isString()) {
          fields.texts.put(field, in.string());
        } else if (in.isNull()) {
          fields.others.put(field, "null");
        } else if (field.equals("arguments") && in.isObject()) {
          fields.texts.put(field, in.raw());
        } else {
          problems.wrongType(in, field, "a string");
        }
      }
      case "content", "output" -> {
        if (in.isNull()) {
          fields.others.put(field, "null");
        } else if (field.equals("output") && in.isObject()) {
          fields.others.keep(in);
        } else {
          int from = in.offset();
          boolean list = in.isArray();
          fields.form = content.read(field, fields.parts);
          boolean perhapsReasoning = list && field.equals("content") && fields.text("role") == null;
          fields.rawContent = perhapsReasoning ? in.rawFrom(from) : fields.rawContent;
        }
      }
      default -> fields.others.keep(in);
    }
  }

  private Item message(Fields fields) {
    String word = fields.text("role");
    if (word == null) {
      return missing("role");
    }
    Role role =
        switch (word) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          case "developer" -> Role.DEVELOPER;
          default -> Role.UNKNOWN;
        };
    if (role == Role.UNKNOWN) {
      problems.unsupported("role", word, "'assistant', 'system', 'developer', and 'user'");
      return new Item.Wrong();
    }
    if (fields.form == ContentForm.ABSENT) {
      return missing("content");
    }
    var kept = new Bag();
    keep("type", fields, kept);
    keep("id", fields, kept);
    fields.others.fields().forEach(kept::put);
    if (role != Role.ASSISTANT) {
      return new Item.OfOther(role, fields.form, fields.parts, kept.fields());
    }
    kept.put("role", "\"assistant\"");
    if (!fields.parts.isEmpty()) {
      fields.parts.getFirst().setInnerExtras(kept.fields());
    }
    return new Item.OfAssistant(fields.parts);
  }

  private static void keep(String field, Fields fields, Bag kept) {
    String text = fields.text(field);
    if (text != null) {
      kept.put(field, JsonText.quoted(text));
    }
  }

  private Item call(Fields fields, String argumentsField, @Nullable String toolType) {
    String id = fields.text(CALL_ID);
    String name = fields.text("name");
    String arguments = fields.text(argumentsField);
    if (id == null) {
      return missing(CALL_ID);
    }
    if (name == null) {
      return missing("name");
    }
    if (arguments == null) {
      return missing(argumentsField);
    }
    ContentPart call = Canonical.part(ContentKind.TOOL_CALL);
    call.setToolCallId(id);
    call.setToolName(name);
    call.setArguments(arguments);
    call.setToolType(toolType);
    keep("id", fields, fields.others);
    call.setExtras(fields.others.fields());
    return new Item.OfAssistant(List.of(call));
  }

  private Item result(Fields fields, @Nullable String toolType) {
    String id = fields.text(CALL_ID);
    if (id == null) {
      return missing(CALL_ID);
    }
    if (fields.form == ContentForm.ABSENT) {
      return missing("output");
    }
    ContentPart result = Canonical.part(ContentKind.TOOL_RESULT);
    result.setToolCallId(id);
    result.setToolType(toolType);
    result.setForm(fields.form);
    result.setParts(fields.parts);
    keep("id", fields, fields.others);
    return new Item.OfTool(result, fields.others.fields());
  }

  /** The text is what the item shows: its reasoning, or else the summary of it. */
  private Item reasoning(Fields fields) throws IOException {
    ContentPart part = Canonical.part(ContentKind.REASONING);
    String id = fields.text("id");
    String encrypted = fields.text("encrypted_content");
    String summary = fields.others.fields().get("summary");
    String shown = joined(fields.parts);
    part.setText(shown.isEmpty() && summary != null ? summaryText(summary) : shown);
    if (fields.rawContent != null) {
      fields.others.put("content", fields.rawContent);
    }
    if (encrypted != null) {
      EncryptedContent.read(encrypted, id, part);
    }
    keep("id", fields, fields.others);
    part.setExtras(fields.others.fields());
    return new Item.OfAssistant(List.of(part));
  }

  private static String joined(List<ContentPart> parts) {
    var joined = new StringBuilder();
    for (ContentPart part : parts) {
      if (part.getKind() == ContentKind.TEXT) {
        joined.append(joined.isEmpty() ? "" : "\n\n").append(part.getText());
      }
    }
    return joined.toString();
  }

  private static String summaryText(String summary) throws IOException {
    try (JsonCursor list = JsonCursor.ofValue(summary)) {
      List<ContentPart> parts = new ArrayList<>();
      if (list.isArray()) {
        new ContentReader(list, new Problems()).read("summary", parts);
      }
      return joined(parts);
    }
  }
}
