package dev.sluice.provider;

import dev.sluice.provider.anthropic.AnthropicProvider;
import dev.sluice.provider.bedrock.BedrockProvider;
import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.provider.cohere.CohereProvider;
import dev.sluice.provider.gemini.GeminiProvider;
import dev.sluice.provider.openai.OpenAiProvider;
import dev.sluice.provider.vertex.VertexProvider;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderApi;
import dev.sluice.schemas.config.ProviderType;

/** Registers the types of providers: one line each. */
public final class ProviderTypes {
  private ProviderTypes() {}

  /** How this provider is called. */
  public static ProviderAdapter adapterOf(Provider provider) {
    return provider.api() == ProviderApi.RESPONSES
        ? OpenAiProvider.RESPONSES
        : adapterOf(provider.type());
  }

  /** How providers of this type are called over their usual API. */
  public static ProviderAdapter adapterOf(ProviderType type) {
    return switch (type) {
      case OPENAI -> OpenAiProvider.ADAPTER;
      case ANTHROPIC -> AnthropicProvider.ADAPTER;
      case GEMINI -> GeminiProvider.ADAPTER;
      case COHERE -> CohereProvider.ADAPTER;
      case BEDROCK -> BedrockProvider.ADAPTER;
      case VERTEX -> VertexProvider.ADAPTER;
    };
  }
}
