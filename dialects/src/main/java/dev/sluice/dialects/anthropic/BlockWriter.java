package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes content blocks. */
final class BlockWriter {
  /** How ids begin that are made up. */
  static final String MADE_UP = "toolu_";

  private final JsonText out;
  private final boolean same;
  private final Set<String> dropped;
  private final String madeUp;
  private int namelessCalls;
  private int namelessResults;

  /**
   * A writer.
   *
   * @param madeUp how the ids begin that calls get which have none
   */
  BlockWriter(JsonText out, boolean same, Set<String> dropped, String madeUp) {
    this.out = out;
    this.same = same;
    this.dropped = dropped;
    this.madeUp = madeUp;
  }

  /** How the ids begin that calls of a reply get: another reply's must differ, as all come back. */
  static String madeUp(String requestId) {
    return MADE_UP + plain(requestId) + '_';
  }

  /** Writes a field with blocks, or with one string where it was one. */
  void content(String field, List<ContentPart> parts, ContentForm form) {
    if (form == ContentForm.ABSENT) {
      return;
    }
    String text = parts.size() == 1 ? parts.getFirst().getText() : null;
    if (form == ContentForm.STRING && text != null) {
      out.field(field, text);
      return;
    }
    out.array(field);
    parts.forEach(this::block);
    out.endArray();
  }

  private void block(ContentPart part) {
    switch (part.getKind()) {
      case TEXT, REFUSAL -> {
        out.object().field("type", "text").fieldIfSet("text", part.getText());
        end(part);
      }
      case REASONING -> {
        out.object().field("type", "thinking");
        out.field("thinking", part.getText() == null ? "" : part.getText());
        out.field("signature", part.getSignature() == null ? "" : part.getSignature());
        end(part);
      }
      case REDACTED_REASONING -> {
        out.object().field("type", "redacted_thinking");
        out.fieldIfSet("data", part.getRedactedData());
        end(part);
      }
      case IMAGE -> media("image", part);
      case FILE -> {
        String type = part.getMediaType();
        media(type != null && type.startsWith("image/") ? "image" : "document", part);
      }
      case TOOL_CALL -> toolUse(part);
      case TOOL_RESULT -> toolResult(part);
      case PROVIDER -> {
        if (part.getRaw() != null && part.getDialect().equals(AnthropicDialect.NAME)) {
          out.raw(part.getRaw());
        }
      }
      case AUDIO -> dropped.add("input_audio");
      case VIDEO -> dropped.add("video");
      case UNKNOWN -> {}
    }
  }

  private void end(ContentPart part) {
    String cache = part.getCacheControl();
    if (cache != null && (same || cache.startsWith("{"))) {
      out.rawField("cache_control", cache);
    }
    if (same) {
      out.rawFields(part.getExtras());
    }
    out.endObject();
  }

  private void media(String type, ContentPart part) {
    out.object().field("type", type).object("source");
    String data = part.getDataBase64();
    if (part.getText() != null) {
      out.field("type", "text").field("media_type", mediaType(part, "text/plain"));
      out.field("data", part.getText());
    } else if (data != null && isPlainText(part)) {
      out.field("type", "text").field("media_type", "text/plain").field("data", decoded(data));
    } else if (data != null) {
      String usual = type.equals("image") ? "image/png" : "application/pdf";
      out.field("type", "base64").field("media_type", mediaType(part, usual)).field("data", data);
    } else if (part.getFileId() != null) {
      out.field("type", "file").field("file_id", part.getFileId());
    } else {
      out.field("type", "url").fieldIfSet("url", part.getUrl());
    }
    if (same) {
      out.rawFields(part.getInnerExtras());
    }
    out.endObject();
    out.fieldIfSet("title", type.equals("document") ? part.getFileName() : null);
    end(part);
  }

  private boolean isPlainText(ContentPart part) {
    String type = part.getMediaType();
    return !same && type != null && type.startsWith("text/");
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return base64;
    }
  }

  private static String mediaType(ContentPart part, String usual) {
    String type = part.getMediaType();
    return type == null ? usual : type;
  }

  private void toolUse(ContentPart part) {
    out.object()
        .field("type", "tool_use")
        .field("id", isNameless(part) ? madeUp + namelessCalls++ : id(part))
        .fieldIfSet("name", part.getToolName());
    String arguments = part.getArguments();
    out.rawField("input", same && arguments != null ? arguments : input(arguments));
    end(part);
  }

  /** Arguments are text elsewhere and an object here; what is not one is wrapped. */
  static String input(@Nullable String arguments) {
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

  private void toolResult(ContentPart part) {
    String answered = isNameless(part) ? madeUp + namelessResults++ : id(part);
    out.object().field("type", "tool_result").field("tool_use_id", answered);
    List<ContentPart> parts = part.getParts();
    if (same) {
      if (part.getForm() == ContentForm.STRING || !parts.isEmpty() || part.getExtras().isEmpty()) {
        content("content", parts, part.getForm());
      }
    } else {
      foreignResult(parts);
    }
    out.fieldIfSet("is_error", part.getIsError());
    end(part);
  }

  private void foreignResult(List<ContentPart> parts) {
    List<ContentPart> told =
        parts.stream()
            .filter(p -> p.getKind() != ContentKind.TEXT || !isBlank(p.getText()))
            .toList();
    boolean oneText = told.size() == 1 && told.getFirst().getKind() == ContentKind.TEXT;
    if (told.isEmpty()) {
      out.field("content", "");
    } else {
      content("content", told, oneText ? ContentForm.STRING : ContentForm.PARTS);
    }
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /** Some providers give no ids: then results answer calls in their order. */
  private static boolean isNameless(ContentPart part) {
    return part.getToolCallId() == null || part.getToolCallId().isEmpty();
  }

  private String id(ContentPart part) {
    String id = part.getToolCallId() == null ? "" : part.getToolCallId();
    return same ? id : plain(id);
  }

  /** Ids are letters, digits, underscores and hyphens here. */
  static String plain(String id) {
    StringBuilder plain = null;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean known =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
      if (!known && c != '_') {
        plain = plain == null ? new StringBuilder(id) : plain;
        plain.setCharAt(i, '_');
      }
    }
    return plain == null ? id : plain.toString();
  }
}
