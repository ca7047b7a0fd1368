package dev.sluice.provider.gemini;

import dev.sluice.dialects.Dialects;
import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.schemas.config.Secret;
import java.util.Map;
import java.util.Optional;

/** Google's Gemini API. Its key goes into a header, never into the address. */
public final class GeminiProvider {
  /** Of type {@code gemini}. */
  public static final ProviderAdapter ADAPTER =
      new ProviderAdapter(Dialects.GEMINI_PROVIDER, GeminiProvider::headers);

  private GeminiProvider() {}

  private static Map<String, String> headers(Optional<Secret> credential) {
    return credential.map(secret -> Map.of("x-goog-api-key", secret.reveal())).orElseGet(Map::of);
  }
}
