package dev.sluice.provider.catalog;

import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * What is particular to a type of provider beside its address.
 *
 * @param dialect that it speaks
 * @param headers of every call, made from the credential; names in lower case
 * @param signers makes what signs calls, for a provider that is configured so
 */
public record ProviderAdapter(ProviderDialect dialect, CallHeaders headers, Signers signers) {
  /** One whose calls are never signed. */
  public ProviderAdapter(ProviderDialect dialect, CallHeaders headers) {
    this(dialect, headers, (provider, secrets) -> CallSigner.NONE);
  }

  /**
   * Headers by credential; the credential is empty where the provider wants none, or where the
   * catalogue has another header for it than the type.
   */
  @FunctionalInterface
  public interface CallHeaders {
    /** Headers of every call. */
    Map<String, String> of(Optional<Secret> credential);
  }

  /** What signs the calls of a provider. */
  @FunctionalInterface
  public interface Signers {
    /** The signer with this credential. */
    CallSigner of(Provider provider, SigningSecrets secrets);
  }
}
