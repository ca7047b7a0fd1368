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
 * @param api that it is called over
 */
public record Provider(
    String name,
    ProviderType type,
    URI baseUrl,
    @Nullable SecretReference apiKey,
    String like,
    ProviderApi api)
    implements ConfigBody {
  public Provider {
    Names.require("provider", name);
    Names.requireBaseUrl(baseUrl);
    Names.require("provider in the catalogue", like);
    if (!api.isOf(type)) {
      throw new IllegalArgumentException(
          "api is " + api.text() + ", which providers of type " + type.text() + " do not have");
    }
  }

  /** One that is called over the usual API of its type. */
  public Provider(
      String name, ProviderType type, URI baseUrl, @Nullable SecretReference apiKey, String like) {
    this(name, type, baseUrl, apiKey, like, ProviderApi.CHAT);
  }

  /** One that is what the catalogue says of its name, if that is there. */
  public Provider(String name, ProviderType type, URI baseUrl, @Nullable SecretReference apiKey) {
    this(name, type, baseUrl, apiKey, name, ProviderApi.CHAT);
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
