package dev.sluice.provider.catalog;

import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.schemas.config.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * What is particular to a type of provider beside its address.
 *
 * @param dialect that it speaks
 * @param headers of every call, made from the credential; names in lower case
 */
public record ProviderAdapter(ProviderDialect dialect, CallHeaders headers) {
  /**
   * Headers by credential; the credential is empty where the provider wants none, or where the
   * catalogue has another header for it than the type.
   */
  @FunctionalInterface
  public interface CallHeaders {
    /** Headers of every call. */
    Map<String, String> of(Optional<Secret> credential);
  }
}
