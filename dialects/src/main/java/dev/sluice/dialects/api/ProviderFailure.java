package dev.sluice.dialects.api;

import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A provider's error as all roles understand it.
 *
 * @param kind what to do about it
 * @param info what to tell; its kind is {@code kind}
 */
public record ProviderFailure(ErrorKind kind, ErrorInfo info) {
  public ProviderFailure {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(info, "info");
  }

  /** The HTTP status, 0 where there was none. */
  public int status() {
    return info.getProviderStatus();
  }

  /** How long the provider asked to wait. */
  public OptionalLong retryAfterMs() {
    Long retryAfter = info.getRetryAfterMs();
    return retryAfter == null ? OptionalLong.empty() : OptionalLong.of(retryAfter);
  }
}
