package dev.sluice.schemas.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The key that signs what is posted to a webhook, as Standard Webhooks writes it. */
public final class WebhookKey {
  /** The rule of Standard Webhooks. */
  public static final String RULE = "at least 24 bytes, or whsec_ and such bytes in base64";

  private static final String BASE64 = "whsec_";
  private static final int LEAST_BYTES = 24;

  private WebhookKey() {}

  /**
   * The bytes of a resolved secret: decoded behind {@code whsec_}, else the text itself. Empty
   * where they break {@link #RULE}.
   */
  public static Optional<byte[]> of(String secret) {
    return bytes(secret).filter(key -> key.length >= LEAST_BYTES);
  }

  private static Optional<byte[]> bytes(String secret) {
    if (!secret.startsWith(BASE64)) {
      return Optional.of(secret.getBytes(StandardCharsets.UTF_8));
    }
    try {
      return Optional.of(Base64.getDecoder().decode(secret.substring(BASE64.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
