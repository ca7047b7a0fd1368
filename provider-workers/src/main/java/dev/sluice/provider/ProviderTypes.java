package dev.sluice.provider;

import dev.sluice.provider.anthropic.AnthropicProvider;
import dev.sluice.provider.bedrock.BedrockProvider;
import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.provider.cohere.CohereProvider;
import dev.sluice.provider.gemini.GeminiProvider;
import dev.sluice.provider.ollama.OllamaProvider;
import dev.sluice.provider.openai.OpenAiProvider;
import dev.sluice.provider.plugin.Plugins;
import dev.sluice.provider.vertex.VertexProvider;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderApi;
import dev.sluice.schemas.config.ProviderType;
import java.util.Optional;

/** The types of providers: one line for each that is built in, and those of plugins. */
public final class ProviderTypes {
  private final Plugins plugins;

  /** Those that are built in, and these. */
  public ProviderTypes(Plugins plugins) {
    this.plugins = plugins;
  }

  /** How this provider is called; empty where its plugin is not here. */
  public Optional<ProviderAdapter> adapterOf(Provider provider) {
    if (provider.type() == ProviderType.PLUGIN) {
      return plugins.find(provider.plugin());
    }
    return Optional.of(
        provider.api() == ProviderApi.RESPONSES
            ? OpenAiProvider.RESPONSES
            : builtIn(provider.type()));
  }

  /** How providers of a type that is built in are called over their usual API. */
  public static ProviderAdapter builtIn(ProviderType type) {
    return switch (type) {
      case OPENAI -> OpenAiProvider.ADAPTER;
      case ANTHROPIC -> AnthropicProvider.ADAPTER;
      case GEMINI -> GeminiProvider.ADAPTER;
      case COHERE -> CohereProvider.ADAPTER;
      case BEDROCK -> BedrockProvider.ADAPTER;
      case VERTEX -> VertexProvider.ADAPTER;
      case OLLAMA -> OllamaProvider.ADAPTER;
      case PLUGIN -> throw new IllegalArgumentException("a plugin is not built in");
    };
  }
}
