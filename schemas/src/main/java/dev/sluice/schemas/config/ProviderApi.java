package dev.sluice.schemas.config;

import java.util.Locale;
import java.util.Optional;

/** Which of the APIs of its type a provider is called over. */
public enum ProviderApi {
  /** The only one, and that of every provider that is compatible with OpenAI. */
  CHAT,
  /** OpenAI's responses. */
  RESPONSES;

  /** As it is written in configuration. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The API of this text; empty where there is none. */
  public static Optional<ProviderApi> of(String text) {
    for (ProviderApi api : values()) {
      if (api.text().equals(text)) {
        return Optional.of(api);
      }
    }
    return Optional.empty();
  }

  /** Whether providers of this type have it. */
  public boolean isOf(ProviderType type) {
    return this == CHAT || type == ProviderType.OPENAI;
  }
}
