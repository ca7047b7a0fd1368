package dev.sluice.provider.catalog;

import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What is particular to a type of provider beside its address.
 *
 * @param dialect that it speaks
 * @param headers of every call, made from the credential; names in lower case
 * @param signers makes what signs calls, for a provider that is configured so
 * @param versioned the dialect with a version of the API, for a provider that is configured so
 * @param keyFiles makes what signs calls of an API key that is a file of keys
 */
public record ProviderAdapter(
    ProviderDialect dialect,
    CallHeaders headers,
    Signers signers,
    BiFunction<ProviderDialect, String, ProviderDialect> versioned,
    KeyFiles keyFiles) {
  /** One whose calls are never signed. */
  public ProviderAdapter(ProviderDialect dialect, CallHeaders headers) {
    this(dialect, headers, (provider, secrets) -> CallSigner.NONE);
  }

  /** One whose API has no versions. */
  public ProviderAdapter(ProviderDialect dialect, CallHeaders headers, Signers signers) {
    this(dialect, headers, signers, (bare, version) -> bare, key -> new KeyFile.None());
  }

  /** The same with a dialect that knows versions of the API. */
  public ProviderAdapter withPaths(BiFunction<ProviderDialect, String, ProviderDialect> other) {
    return new ProviderAdapter(dialect, headers, signers, other, keyFiles);
  }

  /** The same where an API key may be a file of keys. */
  public ProviderAdapter withKeyFiles(KeyFiles other) {
    return new ProviderAdapter(dialect, headers, signers, versioned, other);
  }

  /** The dialect that this provider speaks. */
  ProviderDialect dialectOf(Provider provider) {
    return provider.apiVersion().map(version -> versioned.apply(dialect, version)).orElse(dialect);
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

  /** What an API key turned out to be. */
  public sealed interface KeyFile {
    /** A key like others. */
    record None() implements KeyFile {}

    /** A file of keys, from which calls get their proof. */
    record Read(CallSigner signer) implements KeyFile {}

    /**
     * A file of keys that cannot be used.
     *
     * @param why for people, behind what led to it; holds no secret
     */
    record Unusable(String why) implements KeyFile {}
  }

  /** Reads API keys that may be files. */
  @FunctionalInterface
  public interface KeyFiles {
    /** What this key is. */
    KeyFile of(Secret key);
  }
}
