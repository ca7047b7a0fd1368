package dev.sluice.schemas.config;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's API that is enabled.
 *
 * @param baseUrl without a slash at its end, version part included (…/v1)
 * @param apiKey where the credential is to be had; null where the API wants none
 * @param like id in the catalogue whose path, header of the credential and quirks this one has; an
 *     id that is not there means none but those of the type
 */
public record Provider(
    String name, ProviderType type, URI baseUrl, @Nullable SecretReference apiKey, String like)
    implements ConfigBody {
  public Provider {
    Names.require("provider", name);
    Names.requireBaseUrl(baseUrl);
    Names.require("provider in the catalogue", like);
  }

  /** One that is what the catalogue says of its name, if that is there. */
  public Provider(String name, ProviderType type, URI baseUrl, @Nullable SecretReference apiKey) {
    this(name, type, baseUrl, apiKey, name);
  }

  /** Where the credential is to be had; empty where the API wants none. */
  public Optional<SecretReference> credential() {
    return Optional.ofNullable(apiKey);
  }

  /** What the catalogue knows of it; empty for one of its own kind. */
  public Optional<KnownProvider> known() {
    return ProviderCatalogue.find(like).filter(known -> known.type() == type);
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.PROVIDER;
  }
}
