package dev.sluice.provider.ollama;

import dev.sluice.dialects.ollama.OllamaDialect;
import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.schemas.config.Secret;
import java.util.Map;
import java.util.Optional;

/** Ollama over its own API; where it runs on one's own machine it takes no credential. */
public final class OllamaProvider {
  /** Of type {@code ollama}. */
  public static final ProviderAdapter ADAPTER =
      new ProviderAdapter(new OllamaDialect(), OllamaProvider::headers);

  private OllamaProvider() {}

  private static Map<String, String> headers(Optional<Secret> credential) {
    return credential
        .map(secret -> Map.of("authorization", "Bearer " + secret.reveal()))
        .orElseGet(Map::of);
  }
}
