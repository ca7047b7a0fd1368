package dev.sluice.schemas.config;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's API that is enabled.
 *
 * @param baseUrl without a slash at its end, version part included (…/v1)
 * @param apiKey where the credential is to be had; null where the API wants none
 */
public record Provider(
    String name, ProviderType type, URI baseUrl, @Nullable SecretReference apiKey)
    implements ConfigBody {
  public Provider {
    Names.require("provider", name);
    Names.requireBaseUrl(baseUrl);
  }

  /** Where the credential is to be had; empty where the API wants none. */
  public Optional<SecretReference> credential() {
    return Optional.ofNullable(apiKey);
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.PROVIDER;
  }
}
