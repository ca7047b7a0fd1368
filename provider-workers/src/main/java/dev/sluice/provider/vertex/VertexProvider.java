package dev.sluice.provider.vertex;

import dev.sluice.dialects.gemini.GeminiDialect;
import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.provider.catalog.ProviderAdapter.KeyFile;
import dev.sluice.schemas.config.Secret;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Vertex AI. Its credential is the key file of a service account, or an access token. */
public final class VertexProvider {
  /** Of type {@code vertex}. */
  public static final ProviderAdapter ADAPTER =
      new ProviderAdapter(new GeminiDialect(), VertexProvider::headers)
          .withKeyFiles(VertexProvider::keyFile);

  private VertexProvider() {}

  /** Of an access token that something else keeps fresh. */
  private static Map<String, String> headers(Optional<Secret> credential) {
    return credential
        .map(secret -> Map.of("authorization", "Bearer " + secret.reveal()))
        .orElseGet(Map::of);
  }

  private static KeyFile keyFile(Secret key) {
    if (!key.reveal().startsWith("{")) {
      return new KeyFile.None();
    }
    return switch (ServiceAccount.read(key)) {
      case ServiceAccount.Outcome.Read(ServiceAccount account) ->
          new KeyFile.Read(
              new TokenSigner(
                  new AccessTokens(account, new HttpTokenEndpoint(), InstantSource.system())));
      case ServiceAccount.Outcome.Unusable(String why) -> new KeyFile.Unusable(why);
    };
  }
}
