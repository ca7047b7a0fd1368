package dev.sluice.dialects.openai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids of tool calls for providers that take only those of nine letters or digits. One that is of
 * this form stays as it is, so the provider's own ids come back to it unchanged; another one always
 * becomes the same, so a call and its result still belong together, in this turn and in later ones.
 */
final class CallIds {
  private static final int LENGTH = 9;
  private static final String CHARACTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private CallIds() {}

  static String ofNineCharacters(String id) {
    return fits(id) ? id : made(id);
  }

  private static boolean fits(String id) {
    return id.length() == LENGTH && id.chars().allMatch(c -> CHARACTERS.indexOf(c) >= 0);
  }

  private static String made(String id) {
    byte[] digest = digest(id);
    var made = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      int two = (digest[2 * i] & 0xFF) << 8 | (digest[2 * i + 1] & 0xFF);
      made.append(CHARACTERS.charAt(two % CHARACTERS.length()));
    }
    return made.toString();
  }

  private static byte[] digest(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
