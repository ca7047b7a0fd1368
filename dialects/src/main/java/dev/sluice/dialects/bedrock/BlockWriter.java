package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes content blocks, those that {@link Turns} let through. */
final class BlockWriter {
  /** Stands where a text is needed and there is nothing to say: empty ones are refused. */
  static final String NOTHING = ".";

  private final JsonText out;
  private final ModelFamily family;
  private final Set<String> dropped;
  private final Documents documents = new Documents();

  BlockWriter(JsonText out, ModelFamily family, Set<String> dropped) {
    this.out = out;
    this.family = family;
    this.dropped = dropped;
  }

  /** Writes the field {@code content}; beside a document there must be a text. */
  void content(List<ContentPart> parts) {
    out.array("content");
    boolean document = false;
    boolean text = false;
    for (ContentPart part : parts) {
      block(part);
      document |= part.getKind() == ContentKind.FILE;
      text |= part.getKind() == ContentKind.TEXT || part.getKind() == ContentKind.REFUSAL;
    }
    if (parts.isEmpty() || (document && !text)) {
      text(NOTHING);
    }
    out.endArray();
  }

  private void block(ContentPart part) {
    switch (part.getKind()) {
      case TEXT, REFUSAL -> text(part.getText() == null ? "" : part.getText());
      case IMAGE -> image(part);
      case FILE -> document(part);
      case TOOL_CALL -> toolUse(part);
      case TOOL_RESULT -> toolResult(part);
      case REASONING -> {
        out.object().object("reasoningContent").object("reasoningText");
        out.field("text", part.getText() == null ? "" : part.getText());
        out.fieldIfSet("signature", Proofs.wireSignature(part.getSignature(), family));
        out.endObject().endObject().endObject();
      }
      case REDACTED_REASONING -> {
        out.object().object("reasoningContent");
        out.fieldIfSet("redactedContent", Proofs.wireHidden(part.getRedactedData(), family));
        out.endObject().endObject();
      }
      case PROVIDER, AUDIO, VIDEO, UNKNOWN -> {}
    }
    cachePoint(part.getCacheControl());
  }

  private void text(String text) {
    out.object().field("text", text).endObject();
  }

  /** Writes a block that ends what is cached, where there is a wish for it. */
  void cachePoint(@Nullable String cacheControl) {
    if (cacheControl == null || !cacheControl.startsWith("{")) {
      return;
    }
    if (!family.caches()) {
      dropped.add("cache_control");
      return;
    }
    out.object().object("cachePoint").field("type", "default");
    out.fieldIfSet("ttl", family.cachesTools() ? ttl(cacheControl) : null);
    out.endObject().endObject();
  }

  private static @Nullable String ttl(String cacheControl) {
    try (JsonCursor in = JsonCursor.ofValue(cacheControl)) {
      while (in.nextField()) {
        if (in.field().equals("ttl")) {
          return in.stringOrSkip();
        }
        in.skip();
      }
    } catch (IOException e) {
      // cut from a document that was read already
      return null;
    }
    return null;
  }

  /** The format of an image that the API takes, null for another one or one that is elsewhere. */
  static @Nullable String imageFormat(ContentPart part) {
    if (part.getDataBase64() == null) {
      return null;
    }
    String type = part.getMediaType() == null ? "image/png" : part.getMediaType();
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "image/png" -> "png";
      case "image/jpeg", "image/jpg" -> "jpeg";
      case "image/gif" -> "gif";
      case "image/webp" -> "webp";
      default -> null;
    };
  }

  private void image(ContentPart part) {
    String format = imageFormat(part);
    if (format == null) {
      dropped.add("image_url");
      return;
    }
    out.object().object("image").field("format", format).object("source");
    out.fieldIfSet("bytes", part.getDataBase64()).endObject().endObject().endObject();
  }

  private void document(ContentPart part) {
    String type = part.getMediaType();
    if (type != null && type.startsWith("image/")) {
      image(part);
      return;
    }
    documents
        .of(part)
        .ifPresentOrElse(
            document -> {
              out.object().object("document").field("name", document.name());
              out.field("format", document.format()).object("source");
              out.field("bytes", document.base64()).endObject().endObject().endObject();
            },
            () -> dropped.add("file"));
  }

  private void toolUse(ContentPart part) {
    out.object().object("toolUse").field("toolUseId", CallIds.of(part.getToolCallId()));
    out.fieldIfSet("name", part.getToolName());
    out.rawField("input", input(part.getArguments())).endObject().endObject();
  }

  /** An object; arguments that are none are wrapped. */
  private static String input(@Nullable String arguments) {
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
    out.object().object("toolResult").field("toolUseId", CallIds.of(part.getToolCallId()));
    out.array("content");
    boolean any = false;
    for (ContentPart told : part.getParts()) {
      any |= resultBlock(told);
    }
    if (!any) {
      text(NOTHING);
    }
    out.endArray();
    out.fieldIfSet("status", Boolean.TRUE.equals(part.getIsError()) ? "error" : null);
    out.endObject().endObject();
  }

  private boolean resultBlock(ContentPart told) {
    String text = told.getText();
    switch (told.getKind()) {
      case TEXT, REFUSAL -> {
        if (text == null || text.isBlank()) {
          return false;
        }
        text(text);
      }
      case IMAGE -> {
        image(told);
        return imageFormat(told) != null;
      }
      case FILE -> document(told);
      default -> {
        return false;
      }
    }
    return true;
  }
}
