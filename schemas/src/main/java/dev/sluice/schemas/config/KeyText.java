package dev.sluice.schemas.config;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes the texts of keys that we issue. Each is to be shown once and kept nowhere. */
public final class KeyText {
  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private KeyText() {}

  /** A new virtual key: {@code sk-sluice-} and 256 random bits. */
  public static String virtualKey() {
    return "sk-sluice-" + random();
  }

  /** A new admin key: {@code sk-sluice-admin-} and 256 random bits. */
  public static String adminKey() {
    return "sk-sluice-admin-" + random();
  }

  private static String random() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
