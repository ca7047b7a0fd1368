package dev.sluice.ingress.virtualkey;

import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.VirtualKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the holder of a virtual key. Every given key is hashed and looked up by its hash, so that
 * the time taken tells nothing about which keys exist; no key is kept, so there is nothing to leak.
 * Holders are made once per configuration. For one thread.
 */
public final class VirtualKeyAuthenticator {
  private static final int LONGEST_KEY = 512;
  private static final AuthOutcome MISSING = new AuthOutcome.Missing();
  private static final AuthOutcome REJECTED = new AuthOutcome.Rejected();

  private final InstantSource clock;
  private final MessageDigest sha256;
  private final Map<String, KeyHolder> holders = new HashMap<>();
  private GatewayConfig holdersOf = GatewayConfig.empty();

  /** An authenticator that judges expiry by this clock. */
  public VirtualKeyAuthenticator(InstantSource clock) {
    this.clock = clock;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Judges a key.
   *
   * @param address of the caller as a literal, empty where it is not known
   */
  public AuthOutcome authenticate(GivenKey given, String address, GatewayConfig config) {
    return switch (given) {
      case GivenKey.None() -> MISSING;
      case GivenKey.Several(List<String> places) -> new AuthOutcome.Several(places);
      case GivenKey.One(String key) ->
          key.length() > LONGEST_KEY ? REJECTED : lookUp(key, address, config);
    };
  }

  private AuthOutcome lookUp(String given, String address, GatewayConfig config) {
    byte[] key = given.getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(sha256.digest(key));
    Optional<VirtualKey> found = config.keyByHash(hash);
    if (found.isEmpty() || !found.get().isUsable(clock.instant())) {
      return REJECTED;
    }
    KeyHolder holder = holder(found.get(), config);
    return holder.comesFrom(address)
        ? new AuthOutcome.Authenticated(holder)
        : new AuthOutcome.WrongAddress(holder, address);
  }

  private KeyHolder holder(VirtualKey key, GatewayConfig config) {
    if (holdersOf != config) {
      holders.clear();
      holdersOf = config;
    }
    return holders.computeIfAbsent(
        key.hash(), ignored -> KeyHolder.of(key, config.account(key.project())));
  }
}
