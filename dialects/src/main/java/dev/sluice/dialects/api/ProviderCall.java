package dev.sluice.dialects.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call takes from the deployment and not from the caller.
 *
 * @param model the provider's name of the model
 * @param provider id of the provider in the catalogue, which chooses its quirks; an id without any
 *     means none
 * @param outputLimit limit of the output tokens that replaces the caller's, null to keep that
 * @param stream whether the answer is to be streamed
 */
public record ProviderCall(
    String model, String provider, @Nullable Long outputLimit, boolean stream) {
  public ProviderCall {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(provider, "provider");
  }
}
