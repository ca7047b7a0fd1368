package dev.sluice.proofs.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in bytes: as they are, and in Base64 at any offset of a longer text. May be looked
 * with by many threads.
 */
final class SecretScan {
  private static final int LEAST_LENGTH = 12;

  private final Map<String, List<byte[]>> needles = new LinkedHashMap<>();
  private final Map<String, Integer> findings = new TreeMap<>();

  /**
   * Looks for a secret from now on.
   *
   * @param name by which a finding is told
   */
  SecretScan forSecret(String name, String secret) {
    if (secret.length() < LEAST_LENGTH) {
      throw new IllegalArgumentException("too short to be told from chance: " + name);
    }
    List<byte[]> forms = new ArrayList<>();
    forms.add(secret.getBytes(StandardCharsets.UTF_8));
    for (int before = 0; before < 3; before++) {
      String inner = base64(secret, before);
      forms.add(inner.getBytes(StandardCharsets.US_ASCII));
      forms.add(inner.replace('+', '-').replace('/', '_').getBytes(StandardCharsets.US_ASCII));
    }
    needles.put(name, forms);
    return this;
  }

  /** The part of the Base64 text that is the same whatever stands before and after the secret. */
  private static String base64(String secret, int bytesBefore) {
    byte[] text = secret.getBytes(StandardCharsets.UTF_8);
    byte[] padded = new byte[bytesBefore + text.length];
    System.arraycopy(text, 0, padded, bytesBefore, text.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
    int from = bytesBefore == 0 ? 0 : bytesBefore + 1;
    int to = padded.length / 3 * 4;
    return encoded.substring(from, to);
  }

  /** Looks into something; null holds nothing. */
  synchronized void look(String place, byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    needles.forEach((name, forms) -> {
      if (forms.stream().anyMatch(form -> holds(bytes, form))) {
        findings.merge(name + " in " + place, 1, Integer::sum);
      }
    });
  }

  void look(String place, String text) {
    look(place, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Which secret was found where, and how often; empty where all is well. */
  Map<String, Integer> findings() {
    return findings;
  }

  private static boolean holds(byte[] bytes, byte[] needle) {
    int last = bytes.length - needle.length;
    for (int at = 0; at <= last; at++) {
      int i = 0;
      while (i < needle.length && bytes[at + i] == needle[i]) {
        i++;
      }
      if (i == needle.length) {
        return true;
      }
    }
    return false;
  }
}
