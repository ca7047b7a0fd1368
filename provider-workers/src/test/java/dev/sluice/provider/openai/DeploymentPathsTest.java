package dev.sluice.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.provider.ProviderTypes;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.EndpointLookup;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.plugin.Plugins;
import dev.sluice.schemas.config.CallTerms;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderApi;
import dev.sluice.schemas.config.ProviderType;
import dev.sluice.schemas.config.SecretReference;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeploymentPathsTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "https://r.openai.azure.com/openai/v1,none,/openai/v1/chat/completions",
        "https://r.openai.azure.com,2024-10-21,"
            + "/openai/deployments/my%20gpt%2F4o/chat/completions?api-version=2024-10-21"
      })
  void shouldCallAzureWhereTheModelBelongs(String url, @Nullable String version, String path) {
    // Given
    Provider azure =
        new Provider(
            "azure",
            ProviderType.OPENAI,
            URI.create(url),
            new SecretReference.Env("KEY"),
            "azure-openai",
            new CallTerms(null, null, version, ProviderApi.CHAT));

    // When
    Endpoints endpoints =
        Endpoints.of(
            List.of(azure),
            reference -> reference.resolve(Map.of("KEY", "secret-of-azure")),
            new ProviderTypes(Plugins.NONE)::adapterOf);
    Endpoint endpoint = ((EndpointLookup.Found) endpoints.find("azure")).endpoint();

    // Then
    var request = Canonical.request("openai");
    var call = new ProviderCall("my gpt/4o", endpoint.like(), null, false);
    assertThat(endpoint.basePath() + endpoint.dialect().path(request, call)).isEqualTo(path);
    assertThat(endpoint.headers()).containsOnly(Map.entry("api-key", "secret-of-azure"));
  }
}
