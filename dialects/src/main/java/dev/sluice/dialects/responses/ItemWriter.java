package dev.sluice.dialects.responses;

import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the items of an input; items that were read from this dialect as they were. */
final class ItemWriter {
  private final JsonText out;
  private final boolean same;
  private final boolean toCaller;
  private final Set<String> dropped;
  private final ContentWriter content;

  /**
   * A writer.
   *
   * @param same whether the items were read from this dialect
   * @param toCaller whether the items are an answer, in which any proof goes to the caller
   */
  ItemWriter(JsonText out, boolean same, boolean toCaller, Set<String> dropped) {
    this.out = out;
    this.same = same;
    this.toCaller = toCaller;
    this.dropped = dropped;
    this.content = new ContentWriter(out, same, dropped);
  }

  void write(Message message) {
    List<ContentPart> others = new ArrayList<>(message.getParts().size());
    for (ContentPart part : message.getParts()) {
      if (part.getKind() == ContentKind.TOOL_RESULT) {
        result(part, same ? message.getExtras() : Map.of());
      } else {
        others.add(part);
      }
    }
    if (message.getRole() == Role.ASSISTANT) {
      assistant(others);
    } else if (!others.isEmpty() || message.getParts().isEmpty()) {
      plain(message, others);
    }
  }

  private void result(ContentPart result, Map<String, String> extras) {
    String custom = result.getToolType() == null ? "" : "custom_tool_call_output";
    out.object().field("type", custom.isEmpty() ? "function_call_output" : custom);
    out.field("call_id", result.getToolCallId() == null ? "" : result.getToolCallId());
    boolean texts = result.getParts().stream().allMatch(part -> part.getKind() == ContentKind.TEXT);
    if (same ? result.getForm() == ContentForm.STRING : texts) {
      out.field("output", ContentWriter.joined(result.getParts()));
    } else {
      content.list("output", result.getParts(), false);
    }
    out.rawFields(extras).endObject();
  }

  private void plain(Message message, List<ContentPart> parts) {
    out.object();
    out.field(
        "role",
        switch (message.getRole()) {
          case SYSTEM -> "system";
          case DEVELOPER -> "developer";
          case USER, ASSISTANT, TOOL, FUNCTION, UNKNOWN -> "user";
        });
    if (message.getName() != null) {
      dropped.add("name");
    }
    boolean texts = parts.stream().allMatch(part -> part.getKind() == ContentKind.TEXT);
    boolean string = same ? message.getForm() == ContentForm.STRING : texts && parts.size() <= 1;
    if (string) {
      out.field("content", ContentWriter.joined(parts));
    } else {
      content.list("content", parts, false);
    }
    if (same) {
      out.rawFields(message.getExtras());
    }
    out.endObject();
  }

  /** Writes what the assistant said and did, item by item. */
  void assistant(List<ContentPart> parts) {
    List<ContentPart> said = new ArrayList<>(1);
    for (ContentPart part : parts) {
      boolean ofMessage = isContent(part);
      if (!said.isEmpty() && (!ofMessage || !part.getInnerExtras().isEmpty())) {
        message(said);
        said.clear();
      }
      if (ofMessage) {
        said.add(part);
      } else {
        item(part);
      }
    }
    if (!said.isEmpty()) {
      message(said);
    }
  }

  private static boolean isContent(ContentPart part) {
    return switch (part.getKind()) {
      case TEXT, REFUSAL, IMAGE, AUDIO, FILE, VIDEO -> true;
      case PROVIDER -> ContentReader.CONTENT.equals(part.getWireField());
      case REASONING, REDACTED_REASONING, TOOL_CALL, TOOL_RESULT, UNKNOWN -> false;
    };
  }

  private void message(List<ContentPart> said) {
    ContentPart first = said.getFirst();
    out.object();
    if (same && !first.getInnerExtras().isEmpty()) {
      out.rawFields(first.getInnerExtras());
    } else {
      out.field("role", "assistant");
    }
    if (same && said.size() == 1 && first.getForm() == ContentForm.STRING) {
      out.fieldIfSet("content", first.getText());
    } else {
      content.list("content", said, true);
    }
    out.endObject();
  }

  private void item(ContentPart part) {
    switch (part.getKind()) {
      case REASONING, REDACTED_REASONING -> reasoning(part);
      case TOOL_CALL -> call(part);
      case PROVIDER -> {
        if (part.getDialect().equals(ResponsesDialect.NAME) && part.getRaw() != null) {
          out.raw(part.getRaw());
        } else {
          dropped.add(part.getWireField() == null ? "content" : part.getWireField());
        }
      }
      case TEXT, REFUSAL, IMAGE, AUDIO, VIDEO, FILE, TOOL_RESULT, UNKNOWN -> {}
    }
  }

  private void call(ContentPart call) {
    boolean custom = "custom".equals(call.getToolType());
    String arguments = call.getArguments();
    out.object().field("type", custom ? "custom_tool_call" : "function_call");
    out.field("call_id", call.getToolCallId() == null ? "" : call.getToolCallId());
    out.fieldIfSet("name", call.getToolName());
    out.field(custom ? "input" : "arguments", arguments == null ? "{}" : arguments);
    if (same) {
      out.rawFields(call.getExtras());
    }
    out.endObject();
  }

  /**
   * OpenAI takes reasoning back with its own proof only: it would look for an item without one
   * among those that it keeps. Servers that show their reasoning take that back.
   */
  private void reasoning(ContentPart part) {
    String proof = part.getSignature();
    boolean own = Signatures.isOpenAi(proof);
    boolean shown = same && proof == null && part.getExtras().containsKey("content");
    if (toCaller || own || shown) {
      write(part, proof);
    } else {
      dropped.add("reasoning");
    }
  }

  private void write(ContentPart part, @Nullable String proof) {
    out.object().field("type", "reasoning");
    if (same) {
      out.rawFields(part.getExtras());
    } else if (proof != null && !Signatures.itemOfOpenAi(proof).isEmpty()) {
      out.field("id", Signatures.itemOfOpenAi(proof));
    }
    if (!same || !part.getExtras().containsKey("summary")) {
      out.array("summary");
      String text = part.getText();
      if (!same && text != null && !text.isEmpty()) {
        out.object().field("type", "summary_text").field("text", text).endObject();
      }
      out.endArray();
    }
    out.fieldIfSet("encrypted_content", EncryptedContent.write(part));
    out.endObject();
  }
}
