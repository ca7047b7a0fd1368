package dev.sluice.schemas.config;

import java.util.Optional;

/** Which API a provider speaks. */
public enum ProviderType {
  OPENAI("openai"),
  ANTHROPIC("anthropic"),
  COHERE("cohere");

  private final String text;

  ProviderType(String text) {
    this.text = text;
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
