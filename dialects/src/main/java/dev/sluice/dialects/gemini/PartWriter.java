package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a content, to a provider or to a caller. */
final class PartWriter {
  /** Marks the data of reasoning that is not shown, among the proofs that a caller returns. */
  static final String REDACTED = "redacted:";

  private final JsonText out;
  private final boolean same;
  private final boolean toCaller;
  private final Map<String, String> names;

  /**
   * @param names of the called tools by id of the call, for results that do not say theirs
   */
  PartWriter(JsonText out, boolean same, boolean toCaller, Map<String, String> names) {
    this.out = out;
    this.same = same;
    this.toCaller = toCaller;
    this.names = names;
  }

  /** A part with its own proof, where it is for the reader. */
  void write(ContentPart part) {
    String signature = part.getSignature();
    write(part, toCaller ? Proofs.write(signature) : Signatures.forGemini(signature));
  }

  /** A part with this proof, as the wire has it. */
  void write(ContentPart part, @Nullable String signature) {
    switch (part.getKind()) {
      case TEXT, REFUSAL -> {
        out.object().fieldIfSet("text", part.getText());
        end(part, signature);
      }
      case REASONING -> {
        out.object().field("text", part.getText() == null ? "" : part.getText());
        out.field("thought", true);
        end(part, signature);
      }
      case REDACTED_REASONING -> {
        if (toCaller && part.getRedactedData() != null) {
          out.object().field("text", "").field("thought", true);
          end(part, Proofs.write(REDACTED + part.getRedactedData()));
        }
      }
      case IMAGE, AUDIO, VIDEO, FILE -> media(part, signature);
      case TOOL_CALL -> {
        out.object().object("functionCall");
        id(part.getToolCallId());
        out.fieldIfSet("name", part.getToolName());
        out.rawField("args", arguments(part.getArguments()));
        endInner(part);
        end(part, signature);
      }
      case TOOL_RESULT -> {
        out.object().object("functionResponse");
        id(part.getToolCallId());
        out.field("name", name(part));
        result(part);
        endInner(part);
        end(part, signature);
      }
      case PROVIDER -> {
        if (part.getRaw() != null && part.getDialect().equals(GeminiDialect.NAME)) {
          out.raw(part.getRaw());
        }
      }
      case UNKNOWN -> {}
    }
  }

  /** A proof that came without anything to put it on. */
  void proof(String signature) {
    out.object().field("text", "").field(Signatures.EXTRA, signature).endObject();
  }

  private void endInner(ContentPart part) {
    if (same) {
      out.rawFields(part.getInnerExtras());
    }
    out.endObject();
  }

  private void end(ContentPart part, @Nullable String signature) {
    out.fieldIfSet(Signatures.EXTRA, signature);
    if (same) {
      out.rawFields(part.getExtras());
    }
    out.endObject();
  }

  private void id(@Nullable String id) {
    if (!CallIds.isMadeUp(id)) {
      out.fieldIfSet("id", id);
    }
  }

  private String name(ContentPart result) {
    String name = result.getToolName();
    String id = result.getToolCallId();
    if (name == null && id != null) {
      name = names.get(id);
    }
    return name == null ? "unknown" : name;
  }

  private void result(ContentPart part) {
    List<ContentPart> parts = part.getParts();
    if (!same) {
      out.rawField(PartReader.RESPONSE, ToolResults.object(texts(parts), part.getIsError()));
    } else if (parts.stream().anyMatch(one -> one.getKind() != ContentKind.TEXT)) {
      out.array("parts");
      for (ContentPart one : parts) {
        if (one.getKind() != ContentKind.TEXT) {
          write(one);
        }
      }
      out.endArray();
    }
  }

  private static String texts(List<ContentPart> parts) {
    var joined = new StringBuilder();
    for (ContentPart part : parts) {
      if (part.getKind() == ContentKind.TEXT && part.getText() != null) {
        joined.append(joined.isEmpty() ? "" : "\n\n").append(part.getText());
      }
    }
    return joined.toString();
  }

  /** Arguments are text elsewhere and an object here; what is not one is wrapped. */
  static String arguments(@Nullable String arguments) {
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

  private void media(ContentPart part, @Nullable String signature) {
    if (part.getText() != null) {
      out.object().field("text", part.getText());
      end(part, signature);
      return;
    }
    out.object();
    if (part.getDataBase64() != null) {
      out.object("inlineData").field("mimeType", mediaType(part));
      out.field("data", part.getDataBase64());
    } else {
      out.object("fileData").fieldIfSet("mimeType", knownType(part));
      out.fieldIfSet("fileUri", part.getUrl() == null ? part.getFileId() : part.getUrl());
    }
    if (same) {
      out.fieldIfSet("displayName", part.getFileName());
    }
    endInner(part);
    end(part, signature);
  }

  private static String mediaType(ContentPart part) {
    String known = knownType(part);
    if (known != null) {
      return known;
    }
    String format = part.getAudioFormat();
    return switch (part.getKind()) {
      case IMAGE -> "image/png";
      case AUDIO -> "audio/" + (format == null ? "wav" : format);
      case VIDEO -> "video/mp4";
      default -> "application/pdf";
    };
  }

  private static @Nullable String knownType(ContentPart part) {
    String type = part.getMediaType();
    String url = part.getUrl();
    return type != null || url == null ? type : byEnding(url);
  }

  /** A link does not say its type; its ending often does. */
  private static @Nullable String byEnding(String url) {
    int end = url.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = url.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    String path = url.substring(0, end).toLowerCase(Locale.ROOT);
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "webp" -> "image/webp";
      case "gif" -> "image/gif";
      case "heic" -> "image/heic";
      case "pdf" -> "application/pdf";
      case "mp4" -> "video/mp4";
      case "mp3" -> "audio/mp3";
      case "wav" -> "audio/wav";
      default -> null;
    };
  }
}
