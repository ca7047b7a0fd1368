package dev.sluice.dialects.openai;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads content parts and tool calls. A part of an unknown type is kept whole. */
final class PartReader {
  private final JsonCursor in;
  private final Problems problems;

  PartReader(JsonCursor in, Problems problems) {
    this.in = in;
    this.problems = problems;
  }

  /** Reads the element under the cursor. */
  void read(List<ContentPart> parts) throws IOException {
    if (!in.isObject()) {
      problems.wrongElement(in, "an object");
      return;
    }
    int from = in.offset();
    ContentPart part = Canonical.part(ContentKind.UNKNOWN);
    var extras = new Bag();
    String type = null;
    boolean understood = true;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = text("type", extras);
        case "text" -> part.setText(text("text", extras));
        case "refusal" -> part.setText(text("refusal", extras));
        case "image_url" -> understood &= imageUrl(part);
        case "input_audio" -> understood &= audio(part);
        case "file" -> understood &= file(part);
        case "cache_control" -> part.setCacheControl(in.raw());
        default -> extras.keep(in);
      }
    }
    part.setExtras(extras.fields());
    ContentKind kind = kind(type, part);
    if (kind == ContentKind.UNKNOWN || !understood) {
      if (type == null) {
        problems.missing("type");
      }
      parts.add(Canonical.providerPart(OpenAiDialect.NAME, in.rawFrom(from)));
    } else {
      part.setKind(kind);
      parts.add(part);
    }
  }

  private static ContentKind kind(@Nullable String type, ContentPart part) {
    return switch (type == null ? "" : type) {
      case "text" -> part.getText() == null ? ContentKind.UNKNOWN : ContentKind.TEXT;
      case "refusal" -> part.getText() == null ? ContentKind.UNKNOWN : ContentKind.REFUSAL;
      case "image_url" -> holdsData(part) ? ContentKind.IMAGE : ContentKind.UNKNOWN;
      case "input_audio" -> holdsData(part) ? ContentKind.AUDIO : ContentKind.UNKNOWN;
      case "file" -> holdsData(part) ? ContentKind.FILE : ContentKind.UNKNOWN;
      default -> ContentKind.UNKNOWN;
    };
  }

  private static boolean holdsData(ContentPart part) {
    return part.getUrl() != null || part.getDataBase64() != null || part.getFileId() != null;
  }

  private boolean imageUrl(ContentPart part) throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "image_url", "an object");
      return false;
    }
    var inner = new Bag();
    while (in.nextField()) {
      switch (in.field()) {
        case "url" -> DataUrls.read(text("url", inner), part);
        case "detail" -> part.setDetail(text("detail", inner));
        default -> inner.keep(in);
      }
    }
    part.setInnerExtras(inner.fields());
    return true;
  }

  private boolean audio(ContentPart part) throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "input_audio", "an object");
      return false;
    }
    var inner = new Bag();
    while (in.nextField()) {
      switch (in.field()) {
        case "data" -> part.setDataBase64(text("data", inner));
        case "format" -> part.setAudioFormat(text("format", inner));
        default -> inner.keep(in);
      }
    }
    part.setInnerExtras(inner.fields());
    return true;
  }

  private boolean file(ContentPart part) throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "file", "an object");
      return false;
    }
    var inner = new Bag();
    while (in.nextField()) {
      switch (in.field()) {
        case "file_data" -> DataUrls.read(text("file_data", inner), part);
        case "file_id" -> part.setFileId(text("file_id", inner));
        case "filename" -> part.setFileName(text("filename", inner));
        default -> inner.keep(in);
      }
    }
    part.setInnerExtras(inner.fields());
    return true;
  }

  /** Reads the tool call under the cursor, an object. */
  ContentPart toolCall() throws IOException {
    ContentPart call = Canonical.part(ContentKind.TOOL_CALL);
    var extras = new Bag();
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> call.setToolCallId(text("id", extras));
        case "type" -> {
          String type = text("type", extras);
          call.setToolType("function".equals(type) ? null : type);
        }
        case "function", "custom" -> function(call, in.field(), extras);
        case ExtraContent.FIELD -> {
          String raw = in.raw();
          String signature = ExtraContent.read(raw);
          if (signature == null) {
            extras.put(ExtraContent.FIELD, raw);
          } else {
            call.setSignature(signature);
          }
        }
        default -> extras.keep(in);
      }
    }
    call.setExtras(extras.fields());
    return call;
  }

  private void function(ContentPart call, String field, Bag extras) throws IOException {
    if (!in.isObject()) {
      extras.keep(in);
      return;
    }
    problems.enter(field);
    var inner = new Bag();
    while (in.nextField()) {
      switch (in.field()) {
        case "name" -> call.setToolName(text("name", inner));
        case "arguments", "input" ->
            call.setArguments(in.isObject() || in.isArray() ? in.raw() : text(in.field(), inner));
        default -> inner.keep(in);
      }
    }
    call.setInnerExtras(inner.fields());
    problems.leave();
  }

  private @Nullable String text(String field, Bag bag) throws IOException {
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
}
