package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.canonical.Signatures;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signatures and hidden reasoning. Those of Anthropic's models are the same wherever these run
 * (platform.claude.com, "Extended thinking": signatures are compatible across platforms), so they
 * stay bare; hidden reasoning is the base64 of what Anthropic itself gives as text. Those of other
 * models are marked and come back to Bedrock alone.
 */
final class Proofs {
  private Proofs() {}

  static String signature(String wire, ModelFamily family) {
    return family == ModelFamily.CLAUDE ? wire : Signatures.ofBedrock(wire);
  }

  /** The signature for a model of this family, null where it has none that the model would take. */
  static @Nullable String wireSignature(@Nullable String signature, ModelFamily family) {
    if (family == ModelFamily.CLAUDE) {
      return Signatures.isAnthropic(signature) ? signature : null;
    }
    return Signatures.forBedrock(signature);
  }

  static String hidden(String base64, ModelFamily family) {
    String text = family == ModelFamily.CLAUDE ? text(base64) : null;
    return text == null ? Signatures.ofBedrock(base64) : text;
  }

  /** Hidden reasoning for a model of this family, null where it has none that is its own. */
  static @Nullable String wireHidden(@Nullable String data, ModelFamily family) {
    String marked = Signatures.forBedrock(data);
    if (marked != null || data == null) {
      return marked;
    }
    return family == ModelFamily.CLAUDE
        ? Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8))
        : null;
  }

  /** What the base64 holds, where that is text without a colon. */
  private static @Nullable String text(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.isEmpty() || text.indexOf(':') >= 0 ? null : text;
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return null;
    }
  }
}
