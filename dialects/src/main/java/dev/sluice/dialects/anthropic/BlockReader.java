package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads content blocks. A block of an unknown type, or put together otherwise, is kept whole. */
final class BlockReader {
  private final JsonCursor in;
  private final Problems problems;

  BlockReader(JsonCursor in, Problems problems) {
    this.in = in;
    this.problems = problems;
  }

  /** Reads the content under the cursor, a string or a list of blocks. */
  ContentForm content(String field, List<ContentPart> parts) throws IOException {
    if (in.isString()) {
      parts.add(Canonical.text(in.string()));
      return ContentForm.STRING;
    }
    if (!in.isArray()) {
      problems.notA(in, field, "a valid string or list");
      return ContentForm.ABSENT;
    }
    problems.enter(field);
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        parts.add(block());
      } else {
        problems.notA(in, "", "a valid dictionary");
      }
      problems.leave();
    }
    problems.leave();
    return ContentForm.PARTS;
  }

  /** Reads the block under the cursor, an object. */
  ContentPart block() throws IOException {
    int from = in.offset();
    ContentPart part = Canonical.part(ContentKind.UNKNOWN);
    var extras = new Bag();
    String type = null;
    boolean understood = true;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = string(extras);
        case "text", "thinking" -> part.setText(string(extras));
        case "signature" -> part.setSignature(string(extras));
        case "data" -> part.setRedactedData(string(extras));
        case "id", "tool_use_id" -> part.setToolCallId(string(extras));
        case "name" -> part.setToolName(string(extras));
        case "title" -> part.setFileName(string(extras));
        case "input" -> part.setArguments(in.raw());
        case "source" -> understood &= source(part);
        case "content" -> understood &= result(part);
        case "is_error" -> {
          if (in.isBoolean()) {
            part.setIsError(in.bool());
          } else {
            extras.keep(in);
          }
        }
        case "cache_control" -> part.setCacheControl(in.raw());
        default -> extras.keep(in);
      }
    }
    part.setExtras(extras.fields());
    ContentKind kind = understood ? kind(type, part) : ContentKind.UNKNOWN;
    if (kind == ContentKind.UNKNOWN) {
      if (type == null) {
        problems.missing("type");
      }
      return Canonical.providerPart(AnthropicDialect.NAME, in.rawFrom(from));
    }
    part.setKind(kind);
    return part;
  }

  private static ContentKind kind(@Nullable String type, ContentPart part) {
    return switch (type == null ? "" : type) {
      case "text" -> part.getText() == null ? ContentKind.UNKNOWN : ContentKind.TEXT;
      case "thinking" -> ContentKind.REASONING;
      case "redacted_thinking" -> ContentKind.REDACTED_REASONING;
      case "image" -> holdsData(part) ? ContentKind.IMAGE : ContentKind.UNKNOWN;
      case "document" -> holdsData(part) ? ContentKind.FILE : ContentKind.UNKNOWN;
      case "tool_use" -> ContentKind.TOOL_CALL;
      case "tool_result" -> ContentKind.TOOL_RESULT;
      default -> ContentKind.UNKNOWN;
    };
  }

  private static boolean holdsData(ContentPart part) {
    return part.getUrl() != null
        || part.getDataBase64() != null
        || part.getFileId() != null
        || part.getText() != null;
  }

  private boolean source(ContentPart part) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return false;
    }
    var inner = new Bag();
    String type = null;
    String data = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = in.stringOrSkip();
        case "media_type" -> part.setMediaType(in.stringOrSkip());
        case "data" -> data = in.stringOrSkip();
        case "url" -> part.setUrl(in.stringOrSkip());
        case "file_id" -> part.setFileId(in.stringOrSkip());
        default -> inner.keep(in);
      }
    }
    part.setInnerExtras(inner.fields());
    switch (type == null ? "" : type) {
      case "base64" -> part.setDataBase64(data);
      case "text" -> part.setText(data);
      case "url", "file" -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Content of a tool result; other blocks hold other things under this name. */
  private boolean result(ContentPart part) throws IOException {
    List<ContentPart> parts = new ArrayList<>(1);
    part.setParts(parts);
    if (in.isString()) {
      parts.add(Canonical.text(in.string()));
      part.setForm(ContentForm.STRING);
      return true;
    }
    if (!in.isArray()) {
      in.skip();
      return false;
    }
    part.setForm(ContentForm.PARTS);
    while (in.nextElement()) {
      if (in.isObject()) {
        parts.add(block());
      } else {
        in.skip();
      }
    }
    return true;
  }

  private @Nullable String string(Bag extras) throws IOException {
    if (in.isString()) {
      return in.string();
    }
    extras.keep(in);
    return null;
  }
}
