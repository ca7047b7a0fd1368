package dev.sluice.ingress.virtualkey;

import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.VirtualKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the holder of a virtual key. Every given key is hashed and looked up by its hash, so that
 * the time taken tells nothing about which keys exist; no key is kept, so there is nothing to leak.
 * For one thread.
 */
public final class VirtualKeyAuthenticator {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_KEY = 512;
  private static final AuthOutcome MISSING = new AuthOutcome.Missing();
  private static final AuthOutcome REJECTED = new AuthOutcome.Rejected();

  private final InstantSource clock;
  private final MessageDigest sha256;

  /** An authenticator that judges expiry by this clock. */
  public VirtualKeyAuthenticator(InstantSource clock) {
    this.clock = clock;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Judges the value of an {@code Authorization} header. */
  public AuthOutcome authenticate(@Nullable String authorization, GatewayConfig config) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return MISSING;
    }
    int start = SCHEME.length();
    int end = authorization.length();
    while (start < end && authorization.charAt(start) == ' ') {
      start++;
    }
    while (end > start && authorization.charAt(end - 1) == ' ') {
      end--;
    }
    if (start == end) {
      return MISSING;
    }
    if (end - start > LONGEST_KEY) {
      return REJECTED;
    }
    byte[] key = authorization.substring(start, end).getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(sha256.digest(key));
    Optional<VirtualKey> found = config.keyByHash(hash);
    if (found.isEmpty() || !found.get().isUsable(clock.instant())) {
      return REJECTED;
    }
    VirtualKey virtualKey = found.get();
    return new AuthOutcome.Authenticated(
        new KeyHolder(virtualKey.id(), virtualKey.project(), config.account(virtualKey.project())));
  }
}
