package dev.sluice.dialects.ollama;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the messages: one text each, with images beside it. A result of a tool is a message with
 * the tool's name; its images follow in a message of the user.
 */
final class MessageWriter {
  private final JsonText out;
  private final Set<String> dropped;
  private final Map<String, String> names = new HashMap<>();
  private final List<ContentPart> images = new ArrayList<>(0);

  MessageWriter(JsonText out, Set<String> dropped) {
    this.out = out;
    this.dropped = dropped;
  }

  void write(CanonicalRequest request) {
    out.array("messages");
    if (!request.getSystem().isEmpty()) {
      message("system", request.getSystem());
    }
    for (Message message : request.getMessages()) {
      if (message.getName() != null && message.getRole() != Role.TOOL) {
        dropped.add("name");
      }
      write(message);
    }
    flushImages();
    out.endArray();
  }

  private void write(Message message) {
    List<ContentPart> others = new ArrayList<>(message.getParts().size());
    for (ContentPart part : message.getParts()) {
      if (part.getKind() == ContentKind.TOOL_RESULT) {
        result(part);
      } else {
        others.add(part);
      }
    }
    if (others.isEmpty() && !message.getParts().isEmpty()) {
      return;
    }
    switch (message.getRole()) {
      case SYSTEM, DEVELOPER -> message("system", others);
      case ASSISTANT -> {
        flushImages();
        assistant(others);
      }
      case USER, TOOL, FUNCTION, UNKNOWN -> {
        others.addAll(0, images);
        images.clear();
        message("user", others);
      }
    }
  }

  private void flushImages() {
    if (!images.isEmpty()) {
      message("user", images);
      images.clear();
    }
  }

  private void message(String role, List<ContentPart> parts) {
    out.object().field("role", role).field("content", text(parts));
    List<String> shown =
        parts.stream().map(MessageWriter::image).filter(data -> !data.isEmpty()).toList();
    if (!shown.isEmpty()) {
      out.strings("images", shown);
    }
    out.endObject();
  }

  private void result(ContentPart result) {
    List<ContentPart> told = new ArrayList<>(result.getParts());
    told.removeIf(part -> part.getKind() == ContentKind.IMAGE && images.add(part));
    String id = result.getToolCallId();
    String name = result.getToolName() == null && id != null ? names.get(id) : result.getToolName();
    out.object().field("role", "tool").field("content", text(told));
    out.fieldIfSet("tool_name", name).endObject();
  }

  private void assistant(List<ContentPart> said) {
    var thinking = new StringBuilder();
    List<ContentPart> calls = new ArrayList<>(0);
    for (ContentPart part : said) {
      if (part.getKind() == ContentKind.REASONING && part.getText() != null) {
        thinking.append(thinking.isEmpty() ? "" : "\n\n").append(part.getText());
      } else if (part.getKind() == ContentKind.TOOL_CALL) {
        calls.add(part);
      } else if (part.getKind() == ContentKind.REDACTED_REASONING) {
        dropped.add("reasoning_content");
      }
      if (part.getSignature() != null && !part.getSignature().isEmpty()) {
        dropped.add("reasoning_content"); // its proof
      }
    }
    out.object().field("role", "assistant").field("content", text(said));
    if (!thinking.isEmpty()) {
      out.field("thinking", thinking.toString());
    }
    if (!calls.isEmpty()) {
      out.array("tool_calls");
      calls.forEach(this::call);
      out.endArray();
    }
    out.endObject();
  }

  private void call(ContentPart call) {
    String name = call.getToolName() == null ? "" : call.getToolName();
    if (call.getToolCallId() != null) {
      names.put(call.getToolCallId(), name);
    }
    out.object().object("function").field("name", name);
    out.rawField("arguments", object(call.getArguments())).endObject().endObject();
  }

  /** Arguments are text elsewhere and an object here; what is not one is wrapped. */
  private static String object(@Nullable String arguments) {
    if (arguments == null || arguments.isBlank() || arguments.strip().equals("null")) {
      return "{}";
    }
    try (JsonCursor in = JsonCursor.ofValue(arguments)) {
      if (in.isObject()) {
        String object = in.raw();
        in.end();
        return object;
      }
    } catch (IOException e) {
      // not JSON: wrapped below
    }
    return "{\"arguments\":" + JsonText.quoted(arguments) + "}";
  }

  /** The texts in one; what else there is and has no place is named. */
  private String text(List<ContentPart> parts) {
    var joined = new StringBuilder();
    for (ContentPart part : parts) {
      String text =
          switch (part.getKind()) {
            case TEXT, REFUSAL, FILE -> part.getText();
            default -> null;
          };
      if (text == null) {
        drop(part);
      } else if (!text.isEmpty()) {
        joined.append(joined.isEmpty() ? "" : "\n\n").append(text);
      }
      if (part.getCacheControl() != null) {
        dropped.add("cache_control");
      }
    }
    return joined.toString();
  }

  private static String image(ContentPart part) {
    String data = part.getDataBase64();
    return part.getKind() == ContentKind.IMAGE && data != null ? data : "";
  }

  private void drop(ContentPart part) {
    switch (part.getKind()) {
      case IMAGE -> {
        if (part.getDataBase64() == null) {
          dropped.add("image_url");
        } else if (part.getDetail() != null) {
          dropped.add("detail");
        }
      }
      case AUDIO -> dropped.add("input_audio");
      case VIDEO -> dropped.add("video");
      case FILE -> dropped.add("file");
      case PROVIDER -> dropped.add("provider_blocks");
      case TEXT, REFUSAL, REASONING, REDACTED_REASONING, TOOL_CALL, TOOL_RESULT, UNKNOWN -> {}
    }
  }
}
