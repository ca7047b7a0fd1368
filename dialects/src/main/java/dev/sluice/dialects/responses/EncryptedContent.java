package dev.sluice.dialects.responses;

import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import org.jspecify.annotations.Nullable;

/**
 * The {@code encrypted_content} of a reasoning item: a bare one is OpenAI's own. Proofs of other
 * providers, and Anthropic's redacted reasoning, travel in it behind a mark.
 */
final class EncryptedContent {
  private static final String ANTHROPIC = "anthropic:";
  private static final String REDACTED = "redacted:";
  private static final String GEMINI = "gemini:";
  private static final String BEDROCK = "bedrock:";

  private EncryptedContent() {}

  /** Puts it into the part. */
  static void read(String encrypted, @Nullable String itemId, ContentPart part) {
    if (encrypted.startsWith(REDACTED)) {
      part.setKind(ContentKind.REDACTED_REASONING);
      part.setRedactedData(encrypted.substring(REDACTED.length()));
    } else if (encrypted.startsWith(ANTHROPIC)) {
      part.setSignature(encrypted.substring(ANTHROPIC.length()));
    } else if (encrypted.startsWith(GEMINI) || encrypted.startsWith(BEDROCK)) {
      part.setSignature(encrypted);
    } else {
      part.setSignature(Signatures.ofOpenAi(itemId == null ? "" : itemId, encrypted));
    }
  }

  /** What a caller is given to return, null where the part has no proof. */
  static @Nullable String write(ContentPart part) {
    return part.getKind() == ContentKind.REDACTED_REASONING
        ? redacted(part.getRedactedData())
        : ofProof(part.getSignature());
  }

  static @Nullable String redacted(@Nullable String data) {
    return data == null ? null : REDACTED + data;
  }

  static @Nullable String ofProof(@Nullable String signature) {
    if (signature == null || signature.isEmpty()) {
      return null;
    }
    if (Signatures.isOpenAi(signature)) {
      return Signatures.forOpenAi(signature);
    }
    return Signatures.isAnthropic(signature) ? ANTHROPIC + signature : signature;
  }
}
