package dev.sluice.dialects.openai;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the messages of a request. Other dialects hold the system prompt apart and put tool
 * results into user messages, with images in them; here each result is a message of its own, and
 * its images follow in a user message.
 */
final class RequestMessages {
  /** Said for the assistant where it must have spoken between a tool's result and the user. */
  private static final String HEARD = "Understood.";

  private final JsonText out;
  private final Quirks quirks;
  private final boolean same;
  private final List<String> dropped;
  private final ContentWriter content;
  private final List<ContentPart> images = new ArrayList<>(0);
  private boolean last;
  private String before = "";

  RequestMessages(JsonText out, Quirks quirks, boolean same, List<String> dropped) {
    this.out = out;
    this.quirks = quirks;
    this.same = same;
    this.dropped = dropped;
    this.content = new ContentWriter(out, same, quirks.proofs(), dropped, quirks.wording()::callId);
  }

  void write(CanonicalRequest request) {
    out.array("messages");
    if (!request.getSystem().isEmpty()) {
      begin(Role.SYSTEM);
      content.write(request.getSystem(), ContentForm.STRING, "\n\n");
      out.endObject();
    }
    List<Message> given = request.getMessages();
    for (Message message : quirks.wording().ordered() ? ordered(given) : given) {
      last = message == given.getLast();
      write(message);
    }
    flushImages();
    out.endArray();
  }

  /** System messages that come after the assistant has spoken go to the others at the front. */
  private static List<Message> ordered(List<Message> messages) {
    List<Message> ordered = new ArrayList<>(messages.size());
    int front = 0;
    boolean spoken = false;
    for (Message message : messages) {
      boolean system = message.getRole() == Role.SYSTEM || message.getRole() == Role.DEVELOPER;
      if (system && (spoken || front == ordered.size())) {
        ordered.add(front++, message);
      } else {
        ordered.add(message);
      }
      spoken |= message.getRole() == Role.ASSISTANT;
    }
    return ordered;
  }

  private void begin(Role role) {
    String word = Roles.word(role);
    if (quirks.wording().ordered() && role == Role.USER && before.equals(Roles.word(Role.TOOL))) {
      out.object().field("role", Roles.word(Role.ASSISTANT)).field("content", HEARD).endObject();
    }
    before = word;
    out.object().field("role", word);
  }

  private void write(Message message) {
    List<ContentPart> results = new ArrayList<>(0);
    List<ContentPart> others = message.getParts();
    for (ContentPart part : message.getParts()) {
      if (part.getKind() == ContentKind.TOOL_RESULT) {
        results.add(part);
      }
    }
    if (!results.isEmpty()) {
      results.forEach(result -> result(message, result));
      others = new ArrayList<>(message.getParts());
      others.removeAll(results);
      if (others.isEmpty()) {
        return;
      }
    }
    if (message.getRole() == Role.USER && !images.isEmpty()) {
      others = new ArrayList<>(others);
      others.addAll(0, images);
      images.clear();
    }
    flushImages();
    if (!same && message.getRole() == Role.ASSISTANT && onlyOfProviders(others)) {
      content.dropBlocks();
      return;
    }
    plain(message, others, results.isEmpty() ? message.getForm() : ContentForm.PARTS);
  }

  /** What only another dialect knows would leave an empty message, which is refused. */
  private static boolean onlyOfProviders(List<ContentPart> parts) {
    return !parts.isEmpty()
        && parts.stream()
            .allMatch(part ->
                part.getKind() == ContentKind.PROVIDER
                    && !part.getDialect().equals(OpenAiDialect.NAME));
  }

  private void result(Message message, ContentPart result) {
    begin(Role.TOOL);
    String id = result.getToolCallId();
    out.fieldIfSet("tool_call_id", id == null ? null : quirks.wording().callId(id));
    if (same) {
      out.fieldIfSet("name", message.getName());
      content.write(result.getParts(), result.getForm(), "\n\n");
      out.rawFields(message.getExtras());
    } else {
      List<ContentPart> texts = new ArrayList<>();
      for (ContentPart part : result.getParts()) {
        (part.getKind() == ContentKind.TEXT ? texts : images).add(part);
      }
      content.write(texts, ContentForm.STRING, "\n\n");
    }
    out.endObject();
  }

  private void flushImages() {
    if (images.isEmpty()) {
      return;
    }
    begin(Role.USER);
    content.write(images, ContentForm.PARTS, "");
    out.endObject();
    images.clear();
  }

  private void plain(Message message, List<ContentPart> parts, ContentForm form) {
    Role role = message.getRole();
    if (role == Role.DEVELOPER && !quirks.developerRole()) {
      role = Role.SYSTEM;
    }
    begin(role);
    if (!quirks.wording().knownFieldsOnly()) {
      out.fieldIfSet("name", message.getName());
    } else if (message.getName() != null && !dropped.contains("name")) {
      dropped.add("name");
    }
    content.write(parts, form, role == Role.ASSISTANT ? "" : "\n\n");
    aside(parts);
    content.toolCalls(parts);
    content.proof(ExtraContent.ofTexts(parts));
    boolean goesOn = last && role == Role.ASSISTANT && quirks.wording().prefix();
    if (goesOn && !calls(parts) && !message.getExtras().containsKey("prefix")) {
      out.field("prefix", true);
    }
    if (same) {
      out.rawFields(message.getExtras());
    }
    out.endObject();
  }

  private static boolean calls(List<ContentPart> parts) {
    return parts.stream().anyMatch(part -> part.getKind() == ContentKind.TOOL_CALL);
  }

  /** Refusal and reasoning beside the content. */
  private void aside(List<ContentPart> parts) {
    StringBuilder reasoning = null;
    for (ContentPart part : parts) {
      String field = part.getWireField();
      String text = part.getText();
      if (text == null) {
        continue;
      }
      if (part.getKind() == ContentKind.REFUSAL && "refusal".equals(field)) {
        out.field("refusal", text);
      } else if (part.getKind() == ContentKind.REASONING && !quirks.takesReasoning()) {
        if (!dropped.contains("reasoning_content")) {
          dropped.add("reasoning_content");
        }
      } else if (part.getKind() == ContentKind.REASONING && same && "reasoning".equals(field)) {
        out.field("reasoning", text);
      } else if (part.getKind() == ContentKind.REASONING) {
        reasoning = reasoning == null ? new StringBuilder() : reasoning.append("\n\n");
        reasoning.append(text);
      }
    }
    if (reasoning != null) {
      out.field("reasoning_content", reasoning.toString());
    }
  }
}
