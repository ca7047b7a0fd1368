package dev.sluice.ingress.virtualkey;

import dev.sluice.schemas.config.KeyTerms;
import dev.sluice.schemas.config.Network;
import dev.sluice.schemas.config.VirtualKey;
import java.util.List;

/**
 * Who holds a virtual key.
 *
 * @param keyId id of the key, which is no secret
 * @param project whose key it is
 * @param account partition key of the project
 * @param terms what goes with the key
 * @param networks those of the terms, parsed; empty: it may be used from anywhere
 */
public record KeyHolder(
    String keyId, String project, String account, KeyTerms terms, List<Network> networks) {
  public KeyHolder {
    networks = List.copyOf(networks);
  }

  /** The holder of a key whose project has this account. Parses, so keep it. */
  public static KeyHolder of(VirtualKey key, String account) {
    return new KeyHolder(
        key.id(),
        key.project(),
        account,
        key.terms(),
        key.terms().networks().stream().map(Network::parse).toList());
  }

  /**
   * Whether the key may be used from this address; where that is not known, only without bounds.
   */
  boolean comesFrom(String addressLiteral) {
    if (networks.isEmpty()) {
      return true;
    }
    for (Network network : networks) {
      if (network.contains(addressLiteral)) {
        return true;
      }
    }
    return false;
  }
}
