package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a content. A part that holds neither text nor media nor a function is kept
 * whole, and so is media that a model made.
 */
final class PartReader {
  /** Name of the field {@code response} where a tool result keeps it as it was. */
  static final String RESPONSE = "response";

  private final JsonCursor in;
  private final boolean byModel;

  PartReader(JsonCursor in, boolean byModel) {
    this.in = in;
    this.byModel = byModel;
  }

  /** Reads the part under the cursor, an object. */
  ContentPart read() throws IOException {
    int from = in.offset();
    ContentPart part = Canonical.part(ContentKind.UNKNOWN);
    var extras = new Bag();
    boolean thought = false;
    while (in.nextField()) {
      String field = Names.field(in);
      switch (field) {
        case "text" -> {
          if (in.isString()) {
            part.setText(in.string());
            kind(part, ContentKind.TEXT);
          } else {
            extras.keep(in);
          }
        }
        case "thought" -> {
          thought = in.bool();
          in.skip();
        }
        case "thoughtSignature" -> {
          String wire = in.stringOrSkip();
          part.setSignature(wire == null || wire.isEmpty() ? null : Proofs.read(wire));
        }
        case "inlineData", "fileData" -> media(part, extras, field);
        case "functionCall" -> call(part, extras);
        case "functionResponse" -> response(part, extras);
        default -> extras.put(field, in.raw());
      }
    }
    part.setExtras(extras.fields());
    return settled(part, thought, from);
  }

  private ContentPart settled(ContentPart part, boolean thought, int from) {
    ContentKind kind = part.getKind();
    if (kind == ContentKind.UNKNOWN && part.getSignature() != null && part.getExtras().isEmpty()) {
      part.setKind(ContentKind.TEXT);
      part.setText("");
    } else if (kind == ContentKind.UNKNOWN || (byModel && isMedia(kind))) {
      return Canonical.providerPart(GeminiDialect.NAME, in.rawFrom(from));
    }
    if (thought && part.getKind() == ContentKind.TEXT) {
      reasoning(part);
    }
    return part;
  }

  private static void reasoning(ContentPart part) {
    part.setKind(ContentKind.REASONING);
    String signature = part.getSignature();
    if (signature != null && signature.startsWith(PartWriter.REDACTED)) {
      part.setKind(ContentKind.REDACTED_REASONING);
      part.setRedactedData(signature.substring(PartWriter.REDACTED.length()));
      part.setSignature(null);
    }
  }

  private static boolean isMedia(ContentKind kind) {
    return switch (kind) {
      case IMAGE, AUDIO, VIDEO, FILE -> true;
      default -> false;
    };
  }

  /** The first field that says what a part is decides. */
  private static void kind(ContentPart part, ContentKind kind) {
    if (part.getKind() == ContentKind.UNKNOWN) {
      part.setKind(kind);
    }
  }

  private void media(ContentPart part, Bag extras, String field) throws IOException {
    if (!in.isObject()) {
      extras.put(field, in.raw());
      return;
    }
    var inner = new Bag();
    while (in.nextField()) {
      String name = Names.field(in);
      switch (name) {
        case "mimeType" -> part.setMediaType(in.stringOrSkip());
        case "data" -> part.setDataBase64(in.stringOrSkip());
        case "fileUri" -> part.setUrl(in.stringOrSkip());
        case "displayName" -> part.setFileName(in.stringOrSkip());
        default -> inner.put(name, in.raw());
      }
    }
    part.setInnerExtras(inner.fields());
    if (part.getDataBase64() != null || part.getUrl() != null) {
      kind(part, kindOf(part.getMediaType(), part.getUrl()));
    }
  }

  private static ContentKind kindOf(@Nullable String mediaType, @Nullable String url) {
    String type = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) {
      return ContentKind.IMAGE;
    }
    if (type.startsWith("audio/")) {
      return ContentKind.AUDIO;
    }
    boolean film = type.isEmpty() && url != null && url.contains("youtu");
    return film || type.startsWith("video/") ? ContentKind.VIDEO : ContentKind.FILE;
  }

  private void call(ContentPart part, Bag extras) throws IOException {
    if (!in.isObject()) {
      extras.put("functionCall", in.raw());
      return;
    }
    var inner = new Bag();
    while (in.nextField()) {
      String name = Names.field(in);
      switch (name) {
        case "id" -> part.setToolCallId(in.stringOrSkip());
        case "name" -> part.setToolName(in.stringOrSkip());
        case "args" -> part.setArguments(in.raw());
        default -> inner.put(name, in.raw());
      }
    }
    if (part.getArguments() == null || part.getArguments().equals("null")) {
      part.setArguments("{}");
    }
    part.setInnerExtras(inner.fields());
    kind(part, ContentKind.TOOL_CALL);
  }

  private void response(ContentPart part, Bag extras) throws IOException {
    if (!in.isObject()) {
      extras.put("functionResponse", in.raw());
      return;
    }
    var inner = new Bag();
    List<ContentPart> content = new ArrayList<>(1);
    while (in.nextField()) {
      String name = Names.field(in);
      switch (name) {
        case "id" -> part.setToolCallId(in.stringOrSkip());
        case "name" -> part.setToolName(in.stringOrSkip());
        case RESPONSE -> {
          String raw = in.raw();
          inner.put(RESPONSE, raw);
          content.addFirst(Canonical.text(ToolResults.text(raw)));
          part.setIsError(ToolResults.isError(raw) ? Boolean.TRUE : null);
        }
        case "parts" -> media(content, inner);
        default -> inner.put(name, in.raw());
      }
    }
    part.setInnerExtras(inner.fields());
    part.setForm(ContentForm.PARTS);
    part.setParts(content);
    kind(part, ContentKind.TOOL_RESULT);
  }

  private void media(List<ContentPart> content, Bag inner) throws IOException {
    if (!in.isArray()) {
      inner.put("parts", in.raw());
      return;
    }
    while (in.nextElement()) {
      if (in.isObject()) {
        content.add(new PartReader(in, false).read());
      } else {
        in.skip();
      }
    }
  }
}
