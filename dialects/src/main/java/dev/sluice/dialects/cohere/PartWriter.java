package dev.sluice.dialects.cohere;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes texts and images, and names what else there was. */
final class PartWriter {
  private final JsonText out;
  private final Set<String> dropped;

  PartWriter(JsonText out, Set<String> dropped) {
    this.out = out;
    this.dropped = dropped;
  }

  /** The texts in one; everything else is left out. */
  String joined(List<ContentPart> parts, String between) {
    var joined = new StringBuilder();
    for (ContentPart part : parts) {
      String text = text(part);
      if (text == null) {
        drop(part);
      } else if (!text.isEmpty()) {
        joined.append(joined.isEmpty() ? "" : between).append(text);
      }
    }
    return joined.toString();
  }

  /** Writes the field {@code content}: one text as a string, everything else as a list. */
  void content(List<ContentPart> parts) {
    List<ContentPart> told = new ArrayList<>(parts.size());
    for (ContentPart part : parts) {
      if (text(part) != null || isImage(part)) {
        told.add(part);
      } else {
        drop(part);
      }
    }
    String only = told.size() == 1 ? text(told.getFirst()) : null;
    if (told.isEmpty() || only != null) {
      out.field("content", only == null ? "" : only);
      return;
    }
    out.array("content");
    for (ContentPart part : told) {
      String text = text(part);
      if (text == null) {
        image(part);
      } else {
        out.object().field("type", "text").field("text", text).endObject();
      }
    }
    out.endArray();
  }

  private static boolean isImage(ContentPart part) {
    return part.getKind() == ContentKind.IMAGE
        && (part.getDataBase64() != null || part.getUrl() != null);
  }

  private @Nullable String text(ContentPart part) {
    return switch (part.getKind()) {
      case TEXT, REFUSAL, FILE -> {
        if (part.getText() != null && part.getCacheControl() != null) {
          dropped.add("cache_control");
        }
        yield part.getText();
      }
      default -> null;
    };
  }

  private void image(ContentPart part) {
    if (part.getCacheControl() != null) {
      dropped.add("cache_control");
    }
    String data = part.getDataBase64();
    String type = part.getMediaType() == null ? "image/png" : part.getMediaType();
    out.object().field("type", "image_url").object("image_url");
    out.fieldIfSet("url", data == null ? part.getUrl() : "data:" + type + ";base64," + data);
    out.fieldIfSet("detail", part.getDetail()).endObject().endObject();
  }

  private void drop(ContentPart part) {
    switch (part.getKind()) {
      case AUDIO -> dropped.add("input_audio");
      case VIDEO -> dropped.add("video");
      case FILE -> dropped.add("file");
      case PROVIDER -> dropped.add("provider_blocks");
      case IMAGE -> dropped.add("image_url");
      case TEXT, REFUSAL, REASONING, REDACTED_REASONING, TOOL_CALL, TOOL_RESULT, UNKNOWN -> {}
    }
  }
}
