package dev.sluice.provider.catalog;

import dev.sluice.schemas.config.AuthScheme;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.Secret;
import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The providers of one revision of the configuration, credentials resolved. Immutable. */
public final class Endpoints {
  /** Without any provider. */
  public static final Endpoints NONE = new Endpoints(Map.of());

  private final Map<String, EndpointLookup> byName;

  private Endpoints(Map<String, EndpointLookup> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * The endpoints of these providers.
   *
   * @param secrets resolves credentials
   */
  public static Endpoints of(
      Collection<Provider> providers,
      Function<SecretReference, SecretOutcome> secrets,
      Function<Provider, Optional<ProviderAdapter>> types) {
    Map<String, EndpointLookup> byName = new HashMap<>();
    for (Provider provider : providers) {
      byName.put(provider.name(), lookUp(provider, secrets, types));
    }
    return new Endpoints(byName);
  }

  /** These very endpoints, for tests. */
  public static Endpoints of(Endpoint... endpoints) {
    Map<String, EndpointLookup> byName = new HashMap<>();
    for (Endpoint endpoint : endpoints) {
      byName.put(endpoint.name(), new EndpointLookup.Found(endpoint));
    }
    return new Endpoints(byName);
  }

  /** The provider of this name. */
  public EndpointLookup find(String name) {
    EndpointLookup found = byName.get(name);
    return found == null ? new EndpointLookup.Unknown() : found;
  }

  /** Names of all providers, sorted; those without a credential too. */
  public Set<String> names() {
    return new TreeSet<>(byName.keySet());
  }

  /** Why providers cannot be called, by name; references only, no values. */
  public Map<String, String> uncallable() {
    Map<String, String> missing = new HashMap<>();
    byName.forEach((name, lookup) -> {
      switch (lookup) {
        case EndpointLookup.CredentialMissing(String reason) -> missing.put(name, reason);
        case EndpointLookup.PluginMissing(String reason) -> missing.put(name, reason);
        case EndpointLookup.Found ignored -> {}
        case EndpointLookup.Unknown ignored -> {}
      }
    });
    return missing;
  }

  /** One provider that cannot be made must not keep the others from being called. */
  private static EndpointLookup lookUp(
      Provider provider,
      Function<SecretReference, SecretOutcome> secrets,
      Function<Provider, Optional<ProviderAdapter>> types) {
    try {
      return types
          .apply(provider)
          .map(adapter -> resolve(provider, secrets, adapter))
          .orElseGet(() -> withoutPlugin(provider));
    } catch (RuntimeException | LinkageError e) {
      // The message may hold what a plugin was given.
      return missing(provider, "its calls cannot be made: " + e.getClass().getName());
    }
  }

  private static EndpointLookup withoutPlugin(Provider provider) {
    return new EndpointLookup.PluginMissing(
        "The provider "
            + provider.name()
            + " is of type "
            + provider.typeText()
            + ", and this worker has no such plugin. Put its jar into the folder workers.plugins"
            + " and start the worker again.");
  }

  private static EndpointLookup resolve(
      Provider provider,
      Function<SecretReference, SecretOutcome> secrets,
      ProviderAdapter adapter) {
    if (provider.credential().isPresent()
        && secrets.apply(provider.credential().get())
            instanceof SecretOutcome.Resolved(Secret key)) {
      switch (adapter.keyFiles().of(key)) {
        case ProviderAdapter.KeyFile.None ignored -> {}
        case ProviderAdapter.KeyFile.Read(CallSigner signer) -> {
          return new EndpointLookup.Found(endpoint(provider, List.of(), adapter).signedBy(signer));
        }
        case ProviderAdapter.KeyFile.Unusable(String why) -> {
          return missing(provider, "what " + provider.credential().get() + " leads to " + why);
        }
      }
    }
    List<Secret> resolved = new ArrayList<>(3);
    for (SecretReference reference : provider.references()) {
      switch (secrets.apply(reference)) {
        case SecretOutcome.Resolved(Secret secret) when isHeaderValue(secret) ->
            resolved.add(secret);
        case SecretOutcome.Resolved ignored -> {
          return missing(
              provider,
              "what "
                  + reference
                  + " leads to is no header value: it has a line break, a blank or another"
                  + " character that is not visible ASCII");
        }
        case SecretOutcome.Missing missing -> {
          return missing(provider, missing.reason());
        }
      }
    }
    return new EndpointLookup.Found(endpoint(provider, resolved, adapter));
  }

  /** HTTP clients refuse others, and repeat them when they do. */
  private static boolean isHeaderValue(Secret credential) {
    return credential.reveal().chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static EndpointLookup missing(Provider provider, String reason) {
    return new EndpointLookup.CredentialMissing(
        "the credential of provider " + provider.name() + ": " + reason);
  }

  /** The secrets are in the order of the references. */
  private static Endpoint endpoint(
      Provider provider, List<Secret> secrets, ProviderAdapter adapter) {
    boolean signed = provider.signing().isPresent() && !secrets.isEmpty();
    Optional<Secret> credential =
        signed || secrets.isEmpty() ? Optional.empty() : Optional.of(secrets.getFirst());
    Endpoint endpoint =
        Endpoint.at(
            provider.name(),
            provider.baseUrl(),
            headers(provider, credential, adapter),
            adapter.dialectOf(provider),
            provider.like());
    if (!signed) {
      return endpoint;
    }
    var keys =
        new SigningSecrets(
            secrets.get(0),
            secrets.get(1),
            secrets.size() > 2 ? Optional.of(secrets.get(2)) : Optional.empty());
    return endpoint.signedBy(adapter.signers().of(provider, keys));
  }

  /** The catalogue knows better than the type in which header the credential belongs. */
  private static Map<String, String> headers(
      Provider provider, Optional<Secret> credential, ProviderAdapter adapter) {
    Optional<AuthScheme> scheme = provider.known().map(known -> known.access().scheme());
    if (scheme.isEmpty() || credential.isEmpty()) {
      return adapter.headers().of(credential);
    }
    Map<String, String> headers = new HashMap<>(adapter.headers().of(Optional.empty()));
    headers.putAll(scheme.get().headers(credential.get()));
    return headers;
  }
}
