package dev.sluice.schemas.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's API that is enabled.
 *
 * @param baseUrl without a slash at its end, version part included (…/v1)
 * @param apiKey where the credential is to be had; null where the API wants none, or calls signed
 * @param like id in the catalogue whose path, header of the credential and quirks this one has; an
 *     id that is not there means none but those of the type
 * @param terms what it wants of each call beside that
 */
public record Provider(
    String name,
    ProviderType type,
    URI baseUrl,
    @Nullable SecretReference apiKey,
    String like,
    CallTerms terms)
    implements ConfigBody {
  public Provider {
    Names.require("provider", name);
    Names.requireBaseUrl(baseUrl);
    Names.require("provider in the catalogue", like);
    ProviderApi api = terms.api();
    if (!api.isOf(type)) {
      throw new IllegalArgumentException(
          "api is " + api.text() + ", which providers of type " + type.text() + " do not have");
    }
    if ((type == ProviderType.PLUGIN) == terms.plugin().isEmpty()) {
      throw new IllegalArgumentException("type is plugin:<name>, or there is no plugin");
    }
    if (terms.signingKeys() != null && type != ProviderType.BEDROCK) {
      throw new IllegalArgumentException("only calls of type bedrock are signed");
    }
    if (terms.signingKeys() != null && terms.region() == null) {
      throw new IllegalArgumentException("calls are signed for one region: region is missing");
    }
    if (terms.apiVersion() != null && api != ProviderApi.CHAT) {
      throw new IllegalArgumentException("api_version is for the api chat");
    }
    if (apiKey != null && terms.signingKeys() != null) {
      throw new IllegalArgumentException("a provider has an API key or signs its calls, not both");
    }
  }

  /** One that wants nothing else. */
  public Provider(
      String name, ProviderType type, URI baseUrl, @Nullable SecretReference apiKey, String like) {
    this(name, type, baseUrl, apiKey, like, CallTerms.NONE);
  }

  /** One that is what the catalogue says of its name, if that is there. */
  public Provider(String name, ProviderType type, URI baseUrl, @Nullable SecretReference apiKey) {
    this(name, type, baseUrl, apiKey, name);
  }

  /** Its type as it is written. */
  public String typeText() {
    return type == ProviderType.PLUGIN ? ProviderType.PLUGIN_PREFIX + terms.plugin() : type.text();
  }

  /** Name of the plugin that knows how it is called, empty where its type is built in. */
  public String plugin() {
    return terms.plugin();
  }

  /** The API of its type that it is called over. */
  public ProviderApi api() {
    return terms.api();
  }

  /** Where the credential is to be had; empty where the API wants none, or calls signed. */
  public Optional<SecretReference> credential() {
    return Optional.ofNullable(apiKey);
  }

  /** Where the credential is to be had that calls are signed with. */
  public Optional<SigningKeys> signing() {
    return Optional.ofNullable(terms.signingKeys());
  }

  /** The region that calls are signed for. */
  public Optional<String> region() {
    return Optional.ofNullable(terms.region());
  }

  /** Version of the API, where models are in its paths. */
  public Optional<String> apiVersion() {
    return Optional.ofNullable(terms.apiVersion());
  }

  /** All references to secrets, of whichever kind. */
  public List<SecretReference> references() {
    List<SecretReference> all = new ArrayList<>(3);
    credential().ifPresent(all::add);
    signing().ifPresent(keys -> all.addAll(keys.references()));
    return List.copyOf(all);
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
