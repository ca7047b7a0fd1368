package dev.sluice.dialects.responses;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.DataUrls;
import dev.sluice.dialects.openai.Problems;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the content of an item. A part of an unknown type is kept whole. */
final class ContentReader {
  /** Field that marks a part that is kept whole as one of a message, not as an item. */
  static final String CONTENT = "content";

  private final JsonCursor in;
  private final Problems problems;

  ContentReader(JsonCursor in, Problems problems) {
    this.in = in;
    this.problems = problems;
  }

  /** Reads the field under the cursor, a string or a list of parts. */
  ContentForm read(String field, List<ContentPart> parts) throws IOException {
    if (in.isString()) {
      ContentPart text = Canonical.text(in.string());
      text.setForm(ContentForm.STRING);
      parts.add(text);
      return ContentForm.STRING;
    }
    if (!in.isArray()) {
      problems.wrongType(in, field, "one of a string or array of objects");
      return ContentForm.PARTS;
    }
    problems.enter(field);
    int index = 0;
    while (in.nextElement()) {
      problems.enter(index++);
      if (in.isObject()) {
        parts.add(part());
      } else {
        problems.wrongElement(in, "an object");
      }
      problems.leave();
    }
    problems.leave();
    return ContentForm.PARTS;
  }

  private ContentPart part() throws IOException {
    int from = in.offset();
    ContentPart part = Canonical.part(ContentKind.UNKNOWN);
    var extras = new Bag();
    String type = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = text("type", extras);
        case "text" -> part.setText(text("text", extras));
        case "refusal" -> part.setText(text("refusal", extras));
        case "image_url" -> DataUrls.read(text("image_url", extras), part);
        case "file_data" -> fileData(part, extras);
        case "file_url" -> part.setUrl(text("file_url", extras));
        case "file_id" -> part.setFileId(text("file_id", extras));
        case "filename" -> part.setFileName(text("filename", extras));
        case "detail" -> part.setDetail(text("detail", extras));
        case "input_audio" -> audio(part, extras);
        default -> extras.keep(in);
      }
    }
    part.setExtras(extras.fields());
    if (type == null) {
      problems.missing("type");
      return part;
    }
    ContentKind kind = kind(type);
    part.setKind(kind);
    if (kind == ContentKind.PROVIDER) {
      ContentPart whole = Canonical.providerPart(ResponsesDialect.NAME, in.rawFrom(from));
      whole.setWireField(CONTENT);
      return whole;
    }
    check(kind, part);
    return part;
  }

  private void fileData(ContentPart part, Bag extras) throws IOException {
    String data = text("file_data", extras);
    if (data != null && data.startsWith("data:")) {
      DataUrls.read(data, part);
    } else {
      part.setDataBase64(data);
    }
  }

  private void audio(ContentPart part, Bag extras) throws IOException {
    if (!in.isObject()) {
      extras.keep(in);
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "data" -> part.setDataBase64(in.stringOrSkip());
        case "format" -> part.setAudioFormat(in.stringOrSkip());
        default -> in.skip();
      }
    }
  }

  private void check(ContentKind kind, ContentPart part) {
    boolean held =
        part.getUrl() != null || part.getDataBase64() != null || part.getFileId() != null;
    switch (kind) {
      case TEXT -> {
        if (part.getText() == null && problems.none()) {
          problems.missing("text");
        }
      }
      case REFUSAL -> {
        if (part.getText() == null && problems.none()) {
          problems.missing("refusal");
        }
      }
      case IMAGE -> {
        if (!held && problems.none()) {
          problems.missing("image_url");
        }
      }
      case FILE -> {
        if (!held && problems.none()) {
          problems.missing("file_data");
        }
      }
      case AUDIO -> {
        if (!held && problems.none()) {
          problems.missing("input_audio");
        }
      }
      default -> {}
    }
  }

  private static ContentKind kind(String type) {
    return switch (type) {
      case "input_text", "output_text", "text", "summary_text", "reasoning_text" ->
          ContentKind.TEXT;
      case "refusal" -> ContentKind.REFUSAL;
      case "input_image" -> ContentKind.IMAGE;
      case "input_file" -> ContentKind.FILE;
      case "input_audio" -> ContentKind.AUDIO;
      default -> ContentKind.PROVIDER;
    };
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
