package dev.sluice.schemas.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code router}: one process of the router.
 *
 * @param instanceId null lets the role make one and keep it in {@code stateDir}; stays the same
 *     over restarts, so that a restarted router has its partitions back at once
 * @param stateDir folder of its local state; may be deleted, the log has it all
 * @param sessionTimeout after this long without a sign of life its partitions go to others
 */
public record RouterSettings(
    @Nullable String instanceId, String stateDir, Duration sessionTimeout) {
  public static final Duration EMBEDDED_SESSION_TIMEOUT = Duration.ofMillis(1250);
  public static final Duration EXTERNAL_SESSION_TIMEOUT = Duration.ofSeconds(6);
  public static final RouterSettings DEFAULTS =
      new RouterSettings(null, "sluice-data/router", EMBEDDED_SESSION_TIMEOUT);

  public RouterSettings {
    Spans.requirePositive(sessionTimeout);
  }
}
