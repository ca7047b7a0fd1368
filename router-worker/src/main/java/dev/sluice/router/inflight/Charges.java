package dev.sluice.router.inflight;

import dev.sluice.schemas.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * What budgets are charged for an attempt: never less than its provider can bill. Where the
 * provider gave the usage that is its cost; where it was estimated, a quarter more, since estimates
 * of tokens are off by up to 15 %; where nobody knows it, all that was reserved. The ledger keeps
 * the cost itself.
 */
final class Charges {
  private static final long ESTIMATE_MARGIN = 4;

  private Charges() {}

  /**
   * The charge.
   *
   * @param reserved null where unpriced
   * @param cost null where unpriced or unknown
   * @param usageSource name of a {@link UsageSource}, or why there is none
   */
  static @Nullable Long of(@Nullable Long reserved, @Nullable Long cost, String usageSource) {
    if (cost == null) {
      return reserved;
    }
    if (reserved == null) {
      return cost;
    }
    if (usageSource.equals(UsageSource.ESTIMATED.name())) {
      return Math.max(cost, Math.min(reserved, cost + cost / ESTIMATE_MARGIN + 1));
    }
    return usageSource.equals(UsageSource.UNKNOWN.name()) ? Math.max(cost, reserved) : cost;
  }
}
