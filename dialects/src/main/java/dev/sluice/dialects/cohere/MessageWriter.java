package dev.sluice.dialects.cohere;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes the messages. What the system says is one message, the first one; each tool result is a
 * message of its own, and its images follow in a user message. Reasoning beside tool calls goes
 * back as their plan, other reasoning is left out.
 */
final class MessageWriter {
  private final JsonText out;
  private final Set<String> dropped;
  private final PartWriter parts;
  private final List<ContentPart> images = new ArrayList<>(0);

  MessageWriter(JsonText out, Set<String> dropped) {
    this.out = out;
    this.dropped = dropped;
    this.parts = new PartWriter(out, dropped);
  }

  void write(CanonicalRequest request) {
    out.array("messages");
    system(request);
    for (Message message : request.getMessages()) {
      if (message.getName() != null && message.getRole() != Role.TOOL) {
        dropped.add("name");
      }
      if (!isSystem(message)) {
        write(message);
      }
    }
    flushImages();
    out.endArray();
  }

  private static boolean isSystem(Message message) {
    return message.getRole() == Role.SYSTEM || message.getRole() == Role.DEVELOPER;
  }

  private void system(CanonicalRequest request) {
    List<ContentPart> said = new ArrayList<>(request.getSystem());
    for (Message message : request.getMessages()) {
      if (isSystem(message)) {
        said.addAll(message.getParts());
      }
    }
    String text = parts.joined(said, "\n\n");
    if (!text.isBlank()) {
      out.object().field("role", "system").field("content", text).endObject();
    }
  }

  private void write(Message message) {
    List<ContentPart> others = new ArrayList<>(message.getParts());
    others.removeIf(part -> part.getKind() == ContentKind.TOOL_RESULT);
    for (ContentPart part : message.getParts()) {
      if (part.getKind() == ContentKind.TOOL_RESULT) {
        result(part);
      }
    }
    if (others.isEmpty() && !message.getParts().isEmpty()) {
      return;
    }
    if (message.getRole() == Role.ASSISTANT) {
      flushImages();
      assistant(others);
      return;
    }
    others.addAll(0, images);
    images.clear();
    user(others);
  }

  private void result(ContentPart result) {
    List<ContentPart> told = new ArrayList<>(result.getParts());
    told.removeIf(part -> part.getKind() == ContentKind.IMAGE && images.add(part));
    out.object().field("role", "tool");
    out.field("tool_call_id", result.getToolCallId() == null ? "" : result.getToolCallId());
    out.field("content", parts.joined(told, "\n\n")).endObject();
  }

  private void flushImages() {
    if (!images.isEmpty()) {
      user(images);
      images.clear();
    }
  }

  private void user(List<ContentPart> content) {
    out.object().field("role", "user");
    parts.content(content);
    out.endObject();
  }

  private void assistant(List<ContentPart> said) {
    List<ContentPart> calls =
        said.stream().filter(part -> part.getKind() == ContentKind.TOOL_CALL).toList();
    List<ContentPart> content =
        said.stream()
            .filter(part -> !isReasoning(part) && part.getKind() != ContentKind.TOOL_CALL)
            .toList();
    String text = parts.joined(content, "");
    if (calls.isEmpty() && text.isEmpty()) {
      return; // an empty turn is refused
    }
    out.object().field("role", "assistant");
    if (!text.isEmpty()) {
      out.field("content", text);
    }
    reasoning(said.stream().filter(MessageWriter::isReasoning).toList(), !calls.isEmpty());
    if (!calls.isEmpty()) {
      out.array("tool_calls");
      calls.forEach(this::call);
      out.endArray();
    }
    out.endObject();
  }

  private static boolean isReasoning(ContentPart part) {
    return part.getKind() == ContentKind.REASONING
        || part.getKind() == ContentKind.REDACTED_REASONING;
  }

  private void reasoning(List<ContentPart> reasoning, boolean calls) {
    var plan = new StringBuilder();
    for (ContentPart part : reasoning) {
      String text = part.getText();
      if (!calls || part.getKind() == ContentKind.REDACTED_REASONING) {
        dropped.add("reasoning_content");
      } else if (text != null && !text.isBlank()) {
        plan.append(plan.isEmpty() ? "" : "\n\n").append(text);
      }
    }
    if (!plan.isEmpty()) {
      out.field("tool_plan", plan.toString());
    }
  }

  private void call(ContentPart call) {
    String id = call.getToolCallId();
    out.object().field("id", id == null ? "" : id).field("type", "function");
    out.object("function").fieldIfSet("name", call.getToolName());
    out.field("arguments", Arguments.written(call.getArguments())).endObject().endObject();
  }
}
