package dev.sluice.dialects.openai;

import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Google's place for its proofs of reasoning in OpenAI's dialect: {@code
 * extra_content.google.thought_signature}, in a tool call for that call and in a message for its
 * text. It is told to callers, taken back from them, and sent to Google's own endpoints only, since
 * others refuse fields that they do not know.
 */
final class ExtraContent {
  static final String FIELD = "extra_content";

  private static final String GOOGLE = "google";
  private static final String SIGNATURE = "thought_signature";

  private ExtraContent() {}

  /** The proof, null where the object holds another thing, or another thing beside it. */
  static @Nullable String read(String raw) {
    String signature = null;
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextField()) {
        if (!in.field().equals(GOOGLE) || !in.isObject()) {
          return null;
        }
        while (in.nextField()) {
          if (!in.field().equals(SIGNATURE) || !in.isString()) {
            return null;
          }
          signature = in.string();
        }
      }
    } catch (IOException e) {
      return null; // cut from a document that was read already
    }
    return signature == null || signature.isEmpty() ? null : Signatures.ofGemini(signature);
  }

  /** Puts a proof of a message onto its last text; false where it has none. */
  static boolean sign(List<ContentPart> parts, String signature) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).getKind() == ContentKind.TEXT) {
        parts.get(i).setSignature(signature);
        return true;
      }
    }
    return false;
  }

  /** The proof of the texts of a message, null where they have none. */
  static @Nullable String ofTexts(List<ContentPart> parts) {
    String signature = null;
    for (ContentPart part : parts) {
      boolean signed =
          part.getKind() == ContentKind.TEXT && Signatures.forGemini(part.getSignature()) != null;
      signature = signed ? part.getSignature() : signature;
    }
    return signature;
  }

  /** Writes the field, where the proof is Google's. */
  static void write(JsonText out, @Nullable String signature) {
    String bare = Signatures.forGemini(signature);
    if (bare != null) {
      out.object(FIELD).object(GOOGLE).field(SIGNATURE, bare).endObject().endObject();
    }
  }
}
