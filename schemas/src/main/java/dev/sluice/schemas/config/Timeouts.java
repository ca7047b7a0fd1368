package dev.sluice.schemas.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Spans of one attempt.
 *
 * @param total the whole attempt; the request's deadline still ends it earlier
 */
public record Timeouts(Duration connect, Duration firstToken, Duration idle, Duration total) {
  /** The defaults, under what the deployment says itself. */
  static Timeouts of(CallDefaults defaults, DeploymentUse use) {
    return new Timeouts(
        or(use.connect(), defaults.connect()),
        or(use.firstToken(), defaults.firstToken()),
        or(use.idle(), defaults.idle()),
        or(use.timeout(), defaults.deadline()));
  }

  private static Duration or(@Nullable Duration own, Duration otherwise) {
    return own == null ? otherwise : own;
  }
}
