package dev.sluice.dialects.bedrock;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids of tool calls: up to 64 letters, digits, underscores and hyphens. Another one always becomes
 * the same, so that a call and its result still belong together.
 */
final class CallIds {
  private static final Pattern FITTING = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private CallIds() {}

  static String of(@Nullable String id) {
    if (id == null || id.isEmpty()) {
      return "call";
    }
    return FITTING.matcher(id).matches() ? id : "call_" + digest(id);
  }

  private static String digest(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
