package dev.sluice.provider.anthropic;

import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.schemas.config.Secret;
import java.util.Map;
import java.util.Optional;

/** Anthropic and APIs that are compatible with it. */
public final class AnthropicProvider {
  private static final String VERSION = "2023-06-01";

  /** Of type {@code anthropic}. */
  public static final ProviderAdapter ADAPTER =
      new ProviderAdapter(new AnthropicDialect(), AnthropicProvider::headers);

  private AnthropicProvider() {}

  private static Map<String, String> headers(Optional<Secret> credential) {
    return credential
        .map(secret -> Map.of("anthropic-version", VERSION, "x-api-key", secret.reveal()))
        .orElseGet(() -> Map.of("anthropic-version", VERSION));
  }
}
