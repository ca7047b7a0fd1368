package dev.sluice.simulator.bill;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the bill remembers of the secret that a caller came with: enough to tell two credentials
 * apart, too little to use one.
 *
 * @param fingerprint the first twelve hex digits of the secret's SHA-256, or {@code none}
 * @param lastFour the last four characters, empty for secrets shorter than sixteen
 */
public record Credential(String fingerprint, String lastFour) {

  /** The caller sent no secret. */
  public static final Credential NONE = new Credential("none", "");

  private static final int SHORT_SECRET = 16;

  /** Fingerprints a secret; the secret itself is not kept. */
  public static Credential of(String secret) {
    if (secret.isEmpty()) {
      return NONE;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      String shown = secret.length() < SHORT_SECRET ? "" : secret.substring(secret.length() - 4);
      return new Credential("sha256:" + HexFormat.of().formatHex(hash, 0, 6), shown);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
