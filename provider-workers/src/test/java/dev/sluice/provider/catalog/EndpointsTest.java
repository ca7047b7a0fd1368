package dev.sluice.provider.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.ProviderTypes;
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
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final String KEY = "sk-very-secret";
  private static final String LINES = "sk-first-of-two\nsk-second-of-two";

  @Test
  void shouldSendBearerWhenOpenAi() {
    Endpoint endpoint = found(provider("openai", ProviderType.OPENAI, "env:KEY"));

    assertThat(endpoint.headers())
        .containsExactlyEntriesOf(Map.of("authorization", "Bearer " + KEY));
    assertThat(endpoint.basePath()).isEqualTo("/v1");
    assertThat(endpoint.port()).isEqualTo(443);
    assertThat(endpoint.tls()).isTrue();
  }

  @Test
  void shouldSendKeyAndVersionWhenAnthropic() {
    Endpoint endpoint = found(provider("anthropic", ProviderType.ANTHROPIC, "env:KEY"));

    assertThat(endpoint.headers())
        .containsEntry("x-api-key", KEY)
        .containsEntry("anthropic-version", "2023-06-01");
  }

  @Test
  void shouldSendKeyWhenGemini() {
    assertThat(found(provider("google", ProviderType.GEMINI, "env:KEY")).headers())
        .containsExactlyEntriesOf(Map.of("x-goog-api-key", KEY));
  }

  @Test
  void shouldSendNoCredentialWhenNoneIsWanted() {
    assertThat(found(provider("house-llm", ProviderType.OPENAI, null)).headers()).isEmpty();
  }

  @Test
  void shouldNeverShowTheCredential() {
    assertThat(found(provider("openai", ProviderType.OPENAI, "env:KEY")).toString())
        .doesNotContain(KEY);
  }

  @Test
  void shouldNameTheReferenceWhenCredentialIsMissing() {
    EndpointLookup lookup = lookUp(provider("openai", ProviderType.OPENAI, "env:OTHER"));

    assertThat(lookup).isInstanceOf(EndpointLookup.CredentialMissing.class);
    assertThat(((EndpointLookup.CredentialMissing) lookup).reason()).contains("OTHER");
  }

  @Test
  void shouldRefuseACredentialThatIsNoHeaderValue() {
    EndpointLookup lookup = lookUp(provider("openai", ProviderType.OPENAI, "env:LINES"));

    assertThat(lookup)
        .isEqualTo(
            new EndpointLookup.CredentialMissing(
                "the credential of provider openai: what env:LINES leads to is no header value:"
                    + " it has a line break, a blank or another character that is not visible ASCII"));
  }

  @Test
  void shouldSpeakTheDialectOfTheApiThatIsWritten() {
    Provider usual = provider("openai", ProviderType.OPENAI, "env:KEY");
    Provider responses =
        new Provider(
            "responses",
            ProviderType.OPENAI,
            usual.baseUrl(),
            usual.apiKey(),
            "openai",
            new CallTerms(null, null, null, ProviderApi.RESPONSES));

    assertThat(found(usual).dialect().name()).isEqualTo("openai");
    assertThat(found(responses).dialect().name()).isEqualTo("responses");
    assertThat(found(responses).headers()).isEqualTo(found(usual).headers());
  }

  @Test
  void shouldNotKnowWhatIsNotConfigured() {
    assertThat(Endpoints.NONE.find("openai")).isInstanceOf(EndpointLookup.Unknown.class);
  }

  @Test
  void shouldCallTheOthersWhenOneCannotBeMade() {
    Provider good = provider("openai", ProviderType.OPENAI, "env:KEY");
    Provider bad = provider("broken", ProviderType.OPENAI, "env:KEY");

    Endpoints endpoints =
        Endpoints.of(
            List.of(bad, good),
            reference -> reference.resolve(Map.of("KEY", KEY)),
            provider -> {
              if (provider.name().equals("broken")) {
                throw new IllegalStateException("it holds " + KEY);
              }
              return new ProviderTypes(Plugins.NONE).adapterOf(provider);
            });

    assertThat(endpoints.find("openai")).isInstanceOf(EndpointLookup.Found.class);
    assertThat(endpoints.find("broken"))
        .isInstanceOfSatisfying(
            EndpointLookup.CredentialMissing.class,
            missing ->
                assertThat(missing.reason())
                    .contains("broken", "java.lang.IllegalStateException")
                    .doesNotContain(KEY));
  }

  private static Provider provider(String name, ProviderType type, @Nullable String reference) {
    return new Provider(
        name,
        type,
        URI.create("https://api.example.com/v1"),
        reference == null ? null : SecretReference.parse(reference).orElseThrow());
  }

  private static EndpointLookup lookUp(Provider provider) {
    return Endpoints.of(
            List.of(provider),
            reference -> reference.resolve(Map.of("KEY", KEY, "LINES", LINES)),
            new ProviderTypes(Plugins.NONE)::adapterOf)
        .find(provider.name());
  }

  private static Endpoint found(Provider provider) {
    return ((EndpointLookup.Found) lookUp(provider)).endpoint();
  }
}
