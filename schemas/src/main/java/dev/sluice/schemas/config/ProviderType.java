package dev.sluice.schemas.config;

import java.util.Optional;

/** Which API a provider speaks. */
public enum ProviderType {
  OPENAI("openai", "openai"),
  ANTHROPIC("anthropic", "anthropic"),
  GEMINI("gemini", "google"),
  COHERE("cohere", "cohere"),
  BEDROCK("bedrock", "bedrock"),
  VERTEX("vertex", "vertex");

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
    for (ProviderType type : values()) {
      if (type.text.equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
