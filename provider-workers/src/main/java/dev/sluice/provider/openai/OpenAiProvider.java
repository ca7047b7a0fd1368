package dev.sluice.provider.openai;

import dev.sluice.dialects.Dialects;
import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.schemas.config.Secret;
import java.util.Map;
import java.util.Optional;

/** OpenAI and every API that is compatible with it; one that wants no credential gets none. */
public final class OpenAiProvider {
  /** Of type {@code openai}. */
  public static final ProviderAdapter ADAPTER =
      new ProviderAdapter(Dialects.OPENAI_PROVIDER, OpenAiProvider::headers)
          .withPaths(DeploymentPaths::new);

  /** The same over the API {@code responses}. */
  public static final ProviderAdapter RESPONSES =
      new ProviderAdapter(Dialects.RESPONSES_PROVIDER, OpenAiProvider::headers);

  private OpenAiProvider() {}

  private static Map<String, String> headers(Optional<Secret> credential) {
    return credential
        .map(secret -> Map.of("authorization", "Bearer " + secret.reveal()))
        .orElseGet(Map::of);
  }
}
