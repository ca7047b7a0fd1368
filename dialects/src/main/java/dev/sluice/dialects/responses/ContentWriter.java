package dev.sluice.dialects.responses;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.DataUrls;
import dev.sluice.schemas.chat.ContentPart;
import java.util.List;
import java.util.Set;

/** Writes the content of an item. */
final class ContentWriter {
  private final JsonText out;
  private final boolean same;
  private final Set<String> dropped;

  ContentWriter(JsonText out, boolean same, Set<String> dropped) {
    this.out = out;
    this.same = same;
    this.dropped = dropped;
  }

  /** The texts as one. */
  static String joined(List<ContentPart> parts) {
    if (parts.size() == 1 && parts.getFirst().getText() != null) {
      return parts.getFirst().getText();
    }
    var joined = new StringBuilder();
    for (ContentPart part : parts) {
      if (part.getText() != null) {
        joined.append(joined.isEmpty() ? "" : "\n\n").append(part.getText());
      }
    }
    return joined.toString();
  }

  /** Writes a field with a list of parts. */
  void list(String field, List<ContentPart> parts, boolean ofAssistant) {
    out.array(field);
    for (ContentPart part : parts) {
      part(part, ofAssistant);
    }
    out.endArray();
  }

  private void part(ContentPart part, boolean ofAssistant) {
    switch (part.getKind()) {
      case TEXT ->
          end(
              out.object()
                  .field("type", ofAssistant ? "output_text" : "input_text")
                  .field("text", part.getText() == null ? "" : part.getText()),
              part);
      case REFUSAL -> refusal(part, ofAssistant);
      case IMAGE -> {
        out.object().field("type", "input_image");
        out.fieldIfSet("image_url", DataUrls.write(part, "image/png"));
        out.fieldIfSet("file_id", part.getFileId());
        if (part.getDetail() != null || !same) {
          out.field("detail", part.getDetail() == null ? "auto" : part.getDetail());
        }
        end(out, part);
      }
      case FILE -> file(part);
      case AUDIO -> {
        out.object().field("type", "input_audio").object("input_audio");
        out.fieldIfSet("data", part.getDataBase64());
        out.fieldIfSet("format", part.getAudioFormat()).endObject();
        end(out, part);
      }
      case PROVIDER -> {
        if (part.getDialect().equals(ResponsesDialect.NAME) && part.getRaw() != null) {
          out.raw(part.getRaw());
        } else {
          dropped.add(part.getWireField() == null ? "content" : part.getWireField());
        }
      }
      case VIDEO -> dropped.add("video");
      case REASONING, REDACTED_REASONING, TOOL_CALL, TOOL_RESULT, UNKNOWN -> {}
    }
  }

  private void refusal(ContentPart part, boolean ofAssistant) {
    String text = part.getText() == null ? "" : part.getText();
    if (ofAssistant) {
      end(out.object().field("type", "refusal").field("refusal", text), part);
    } else {
      out.object().field("type", "input_text").field("text", text).endObject();
    }
  }

  private void file(ContentPart part) {
    if (part.getText() != null) {
      out.object().field("type", "input_text").field("text", part.getText()).endObject();
      return;
    }
    out.object().field("type", "input_file");
    String data = part.getDataBase64();
    if (data != null) {
      String name = part.getFileName();
      out.fieldIfSet("filename", name == null && !same ? "document.pdf" : name);
      boolean bare = same && part.getMediaType() == null;
      out.fieldIfSet("file_data", bare ? data : DataUrls.write(part, "application/pdf"));
    } else {
      out.fieldIfSet("filename", part.getFileName());
      out.fieldIfSet("file_url", part.getUrl());
      out.fieldIfSet("file_id", part.getFileId());
    }
    end(out, part);
  }

  private void end(JsonText open, ContentPart part) {
    if (same) {
      open.rawFields(part.getExtras());
    } else if (part.getCacheControl() != null) {
      dropped.add("cache_control");
    }
    open.endObject();
  }
}
