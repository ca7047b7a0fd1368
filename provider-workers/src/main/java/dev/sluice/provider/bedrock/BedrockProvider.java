package dev.sluice.provider.bedrock;

import dev.sluice.dialects.bedrock.BedrockDialect;
import dev.sluice.provider.catalog.CallSigner;
import dev.sluice.provider.catalog.ProviderAdapter;
import dev.sluice.provider.catalog.SigningSecrets;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.Secret;
import java.util.Map;
import java.util.Optional;

/** Amazon Bedrock. */
public final class BedrockProvider {
  /** Of type {@code bedrock}. */
  public static final ProviderAdapter ADAPTER =
      new ProviderAdapter(new BedrockDialect(), BedrockProvider::headers, BedrockProvider::signer);

  private static final String SERVICE = "bedrock";

  private BedrockProvider() {}

  private static Map<String, String> headers(Optional<Secret> credential) {
    return credential
        .map(secret -> Map.of("authorization", "Bearer " + secret.reveal()))
        .orElseGet(Map::of);
  }

  private static CallSigner signer(Provider provider, SigningSecrets secrets) {
    String region =
        provider
            .region()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "provider " + provider.name() + " signs its calls and has no region"));
    return new SignatureV4(secrets, region, SERVICE);
  }
}
