package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.config.AdminKey;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.VirtualKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Finds the holder of an admin key. The hash of what was given is compared with every hash there
 * is, each in constant time, so that the time taken tells nothing. No key is kept. Pure.
 */
final class AdminAuthenticator {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_KEY = 512;

  private AdminAuthenticator() {}

  /**
   * Judges the value of an {@code Authorization} header.
   *
   * @throws RefusedException if nobody can have a key, or this is none
   */
  static AdminCaller authenticate(@Nullable String authorization, GatewayConfig config) {
    Collection<AdminKey> keys = config.adminKeys();
    if (keys.isEmpty()) {
      throw new RefusedException(AdminError.closed());
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new RefusedException(AdminError.noKey());
    }
    String given = authorization.substring(SCHEME.length()).strip();
    if (given.isEmpty()) {
      throw new RefusedException(AdminError.noKey());
    }
    AdminKey found = given.length() > LONGEST_KEY ? null : find(given, keys);
    if (found == null) {
      throw new RefusedException(AdminError.wrongKey());
    }
    return new AdminCaller(found);
  }

  private static @Nullable AdminKey find(String given, Collection<AdminKey> keys) {
    byte[] hash = VirtualKey.hashOf(given).getBytes(StandardCharsets.US_ASCII);
    AdminKey found = null;
    for (AdminKey key : keys) {
      if (MessageDigest.isEqual(hash, key.hash().getBytes(StandardCharsets.US_ASCII))) {
        found = key;
      }
    }
    return found;
  }
}
