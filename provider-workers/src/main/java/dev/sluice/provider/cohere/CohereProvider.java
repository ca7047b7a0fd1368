package dev.sluice.provider.cohere;

import dev.sluice.dialects.Dialects;
import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.schemas.config.Secret;
import java.util.Map;
import java.util.Optional;

/** Cohere and APIs that are compatible with it. */
public final class CohereProvider {
  /** Of type {@code cohere}. */
  public static final ProviderAdapter ADAPTER =
      new ProviderAdapter(Dialects.COHERE_PROVIDER, CohereProvider::headers);

  private CohereProvider() {}

  private static Map<String, String> headers(Optional<Secret> credential) {
    return credential
        .map(secret -> Map.of("authorization", "Bearer " + secret.reveal()))
        .orElseGet(Map::of);
  }
}
