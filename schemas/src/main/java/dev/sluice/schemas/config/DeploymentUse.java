package dev.sluice.schemas.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that a model uses. A span that is null is the one of {@link CallDefaults}.
 *
 * @param provider name of a provider
 * @param providerModel the provider's own name for the model; may contain slashes
 * @param timeout for the whole attempt
 */
public record DeploymentUse(
    String provider,
    String providerModel,
    @Nullable Duration timeout,
    @Nullable Duration firstToken,
    @Nullable Duration idle,
    @Nullable Duration connect) {
  public DeploymentUse {
    Names.require("provider", provider);
    Names.requireModel(providerModel);
    Spans.requirePositive(timeout, firstToken, idle, connect);
  }

  /** {@code provider/provider model}. */
  public String id() {
    return provider + "/" + providerModel;
  }
}
