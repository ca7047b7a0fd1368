package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Thought signatures on the wire. A caller of this dialect may talk to a provider of another one:
 * then the proofs of that one travel in this field, which must be base64, with a mark before them.
 */
final class Proofs {
  private static final String MARK = "sluice:";
  private static final String MARK_ENCODED = "c2x1aWNl";

  private Proofs() {}

  /** The canonical proof of what a caller returned. */
  static String read(String wire) {
    if (wire.startsWith(MARK_ENCODED)) {
      try {
        String decoded = new String(Base64.getDecoder().decode(wire), StandardCharsets.UTF_8);
        if (decoded.startsWith(MARK)) {
          return decoded.substring(MARK.length());
        }
      } catch (IllegalArgumentException e) {
        return Signatures.ofGemini(wire); // not base64: for the provider to tell
      }
    }
    return Signatures.ofGemini(wire);
  }

  /** What a caller is given to return. */
  static @Nullable String write(@Nullable String signature) {
    if (signature == null) {
      return null;
    }
    String own = Signatures.forGemini(signature);
    return own != null
        ? own
        : Base64.getEncoder().encodeToString((MARK + signature).getBytes(StandardCharsets.UTF_8));
  }
}
