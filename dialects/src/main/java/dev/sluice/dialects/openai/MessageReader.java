package dev.sluice.dialects.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of a request, and the message of a choice, which has the same shape. Parts
 * come in the order reasoning, provider blocks, content, refusal, tool calls, whatever the order of
 * the fields.
 */
final class MessageReader {
  private static final String ROLES =
      "'system', 'assistant', 'user', 'function', 'tool', and 'developer'";

  private final JsonCursor in;
  private final Problems problems;
  private final PartReader parts;

  MessageReader(JsonCursor in, Problems problems) {
    this.in = in;
    this.problems = problems;
    this.parts = new PartReader(in, problems);
  }

  void read(List<Message> messages) throws IOException {
    if (!in.isArray()) {
      problems.wrongType(in, "messages", "an array of objects");
      return;
    }
    problems.enter("messages");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        messages.add(message());
      } else {
        problems.wrongElement(in, "an object");
      }
      problems.leave();
    }
    problems.leave();
    if (index == 0) {
      problems.emptyArray("messages");
    }
  }

  private Message message() throws IOException {
    var found = new Found();
    boolean roleGiven = false;
    Role role = Role.UNKNOWN;
    String name = null;
    String toolCallId = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "role" -> {
          roleGiven = true;
          role = role();
        }
        case "name" -> name = string("name", found.extras);
        case "tool_call_id" -> toolCallId = string("tool_call_id", found.extras);
        default -> field(found);
      }
    }
    if (!roleGiven) {
      problems.missing("role");
    }
    checkContent(role, found);
    Message message = Canonical.message(role);
    message.setName(name);
    if (role == Role.TOOL) {
      if (toolCallId == null && problems.none()) {
        problems.missing("tool_call_id");
      }
      message.getParts().add(toolResult(found, toolCallId));
    } else {
      message.setForm(found.form);
      found.addAllTo(message.getParts());
    }
    message.setExtras(found.extras.fields());
    return message;
  }

  private void checkContent(Role role, Found found) {
    if (role == Role.ASSISTANT || role == Role.UNKNOWN || role == Role.FUNCTION) {
      return;
    }
    if (found.form == ContentForm.NULL) {
      problems.nullContent();
    } else if (found.form == ContentForm.ABSENT && problems.none()) {
      problems.missing("content");
    }
  }

  private static ContentPart toolResult(Found found, @Nullable String toolCallId) {
    ContentPart result = Canonical.part(ContentKind.TOOL_RESULT);
    result.setToolCallId(toolCallId);
    result.setForm(found.form);
    List<ContentPart> content = new ArrayList<>();
    found.addAllTo(content);
    result.setParts(content);
    return result;
  }

  /** The fields of a message that hold content, and all others into the bag. */
  void field(Found found) throws IOException {
    switch (in.field()) {
      case "content" -> content(found);
      case "refusal" -> aside(found.refusal, ContentKind.REFUSAL, found.extras);
      case "reasoning_content", "reasoning" ->
          aside(found.reasoning, ContentKind.REASONING, found.extras);
      case "tool_calls" -> toolCalls(found);
      case ReasoningBlocks.FIELD -> found.blocks = in.isArray() ? ReasoningBlocks.read(in) : null;
      case ProviderBlocks.FIELD -> ProviderBlocks.read(in, found.provider);
      case ExtraContent.FIELD -> found.extraContent = in.raw();
      default -> found.extras.keep(in);
    }
  }

  private void content(Found found) throws IOException {
    if (in.isString()) {
      found.form = ContentForm.STRING;
      found.content.add(Canonical.text(in.string()));
    } else if (in.isNull()) {
      found.form = ContentForm.NULL;
    } else if (in.isArray()) {
      found.form = ContentForm.PARTS;
      problems.enter("content");
      int index = 0;
      while (in.nextElement()) {
        problems.enter(index++);
        parts.read(found.content);
        problems.leave();
      }
      problems.leave();
    } else {
      problems.wrongType(in, "content", "one of a string or array of objects");
    }
  }

  private void aside(List<ContentPart> parts, ContentKind kind, Bag extras) throws IOException {
    if (!in.isString()) {
      extras.keep(in);
      return;
    }
    ContentPart part = Canonical.part(kind);
    part.setWireField(in.field());
    part.setText(in.string());
    parts.add(part);
  }

  private void toolCalls(Found found) throws IOException {
    if (in.isNull()) {
      found.extras.keep(in);
      return;
    }
    if (!in.isArray()) {
      problems.wrongType(in, "tool_calls", "an array of objects");
      return;
    }
    problems.enter("tool_calls");
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        found.toolCalls.add(parts.toolCall());
      } else {
        problems.wrongElement(in, "an object");
      }
      problems.leave();
    }
    problems.leave();
    if (index == 0) {
      found.extras.put("tool_calls", "[]");
    }
  }

  private Role role() throws IOException {
    if (!in.isString()) {
      problems.wrongType(in, "role", "a string");
      return Role.UNKNOWN;
    }
    Role role = Roles.of(in.string());
    if (role == Role.UNKNOWN) {
      problems.unsupported("role", in.string(), ROLES);
    }
    return role;
  }

  private @Nullable String string(String field, Bag extras) throws IOException {
    if (in.token() == JsonToken.VALUE_STRING) {
      return in.string();
    }
    if (in.isNull()) {
      extras.put(field, "null");
    } else {
      problems.wrongType(in, field, "a string");
    }
    return null;
  }

  /** What one message held. */
  static final class Found {
    final Bag extras = new Bag();
    final List<ContentPart> content = new ArrayList<>(1);
    final List<ContentPart> refusal = new ArrayList<>(0);
    final List<ContentPart> reasoning = new ArrayList<>(0);
    final List<ContentPart> toolCalls = new ArrayList<>(0);
    final List<ContentPart> provider = new ArrayList<>(0);
    ContentForm form = ContentForm.ABSENT;
    @Nullable List<ContentPart> blocks;
    @Nullable String extraContent;

    /** Signed blocks say the same as the plain reasoning text and more, so they replace it. */
    void addAllTo(List<ContentPart> parts) {
      sign();
      List<ContentPart> signed = blocks;
      if (signed == null) {
        parts.addAll(reasoning);
      } else {
        parts.addAll(signed);
      }
      parts.addAll(provider);
      parts.addAll(content);
      parts.addAll(refusal);
      parts.addAll(toolCalls);
    }

    private void sign() {
      String raw = extraContent;
      String signature = raw == null ? null : ExtraContent.read(raw);
      if (raw != null && (signature == null || !ExtraContent.sign(content, signature))) {
        extras.put(ExtraContent.FIELD, raw);
      }
    }
  }
}
