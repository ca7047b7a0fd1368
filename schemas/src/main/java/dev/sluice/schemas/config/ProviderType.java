package dev.sluice.schemas.config;

import java.util.Optional;

/** Which API a provider speaks. */
public enum ProviderType {
  OPENAI("openai", "openai"),
  ANTHROPIC("anthropic", "anthropic"),
  GEMINI("gemini", "google"),
  COHERE("cohere", "cohere"),
  BEDROCK("bedrock", "bedrock"),
  VERTEX("vertex", "vertex"),
  OLLAMA("ollama", "ollama-native"),
  /** One that a plugin of the provider workers knows; written {@code plugin:<name>}. */
  PLUGIN("plugin", "");

  static final String PLUGIN_PREFIX = "plugin:";

  private final String text;
  private final String home;

  ProviderType(String text, String home) {
    this.text = text;
    this.home = home;
  }

  /** Name in the catalogue of the vendor whose API it is. */
  String home() {
    return home;
  }

  /** As it is written in configuration. */
  public String text() {
    return text;
  }

  /** The type of this text; empty where there is none. */
  public static Optional<ProviderType> of(String text) {
    if (text.startsWith(PLUGIN_PREFIX)) {
      return Optional.of(PLUGIN).filter(plugin -> Names.isName(pluginIn(text)));
    }
    for (ProviderType type : values()) {
      if (type != PLUGIN && type.text.equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Name of the plugin in a text that {@link #PLUGIN} is written as. */
  static String pluginIn(String text) {
    return text.startsWith(PLUGIN_PREFIX) ? text.substring(PLUGIN_PREFIX.length()) : "";
  }
}
