package com.example.acme;

import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.provider.plugin.ProviderPlugin;
import java.util.Map;

/**
 * Providers of {@code type: plugin:acme}: a house gateway that speaks OpenAI's chat completions under
 * a path of its own and wants its key in a header of its own.
 */
public final class AcmePlugin implements ProviderPlugin {
  @Override
  public String name() {
    return "acme";
  }

  @Override
  public ProviderAdapter adapter() {
    return new ProviderAdapter(
        new AcmeDialect(),
        key -> key.map(secret -> Map.of("x-acme-key", secret.reveal())).orElseGet(Map::of));
  }
}
