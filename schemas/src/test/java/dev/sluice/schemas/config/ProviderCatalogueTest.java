package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.config.KnownProvider.Mark;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderCatalogueTest {
  static Stream<KnownProvider> all() {
    return ProviderCatalogue.all().stream();
  }

  @Test
  void shouldBeSortedByIdWithoutRepeats() {
    List<String> ids = all().map(KnownProvider::name).toList();

    assertThat(ids).hasSizeGreaterThan(190).doesNotHaveDuplicates().isSorted();
    assertThat(all().map(KnownProvider::displayName)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldHaveAnAddressThatCanBeCalled(KnownProvider known) {
    KnownProvider.Address address = known.address();
    URI url = URI.create(address.template().replaceAll("\\{[a-z_]+}", "own"));

    assertThat(Names.baseUrlFault(url)).isEmpty();
    assertThat(url.getScheme()).isEqualTo(address.selfHosted() ? "http" : "https");
    assertThat(url.getHost().equals("localhost")).isEqualTo(address.selfHosted());
    if (address.selfHosted()) {
      assertThat(url.getPort() == -1 ? 80 : url.getPort()).isEqualTo(address.localPort());
    }
    assertThat(address.chatPath()).doesNotContain("{").matches("|/.+");
    assertThat(address.fixed().map(URI::toString).orElse("{")).doesNotMatch("[^{]*[{}].+");
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldNameACredentialThatCanBeReferredTo(KnownProvider known) {
    KnownProvider.Access access = known.access();

    known
        .customaryReference()
        .ifPresent(
            reference -> assertThat(SecretReference.parse(reference.text())).contains(reference));
    assertThat(AuthScheme.of(access.scheme().text())).contains(access.scheme());
    assertThat(AuthScheme.holdsCredential(access.scheme().header())).isTrue();
    if (access.enabledByVariable()) {
      assertThat(known.provider()).isPresent();
      assertThat(known.provider().orElseThrow().credential()).isPresent();
    }
  }

  /** The key of a server of one's own must not go to a vendor because of its variable's name. */
  @Test
  void shouldEnableNoProviderByTheVariableOfAServerOfOnesOwn() {
    Set<String> local =
        all()
            .filter(known -> known.address().selfHosted())
            .map(known -> known.access().variable())
            .collect(Collectors.toSet());

    assertThat(all().filter(known -> known.access().enabledByVariable()))
        .noneMatch(known -> local.contains(known.access().variable()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldHaveQuirksOnlyWhereItsDialectHas(KnownProvider known) {
    boolean particular =
        !known.quirks().isEmpty()
            || !known.address().chatPath().isEmpty()
            || (known.type() == ProviderType.OPENAI
                && !known.access().scheme().equals(AuthScheme.BEARER));

    if (known.type() == ProviderType.ANTHROPIC) {
      assertThat(particular).isFalse();
    }
    if (known.mark() != Mark.PROVEN) {
      assertThat(known.mark()).isEqualTo(particular ? Mark.SIMULATED : Mark.CATALOGUED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bearer, authorization, 'Bearer '",
    "api-key, api-key, ''",
    "x-api-key, x-api-key, ''",
    "none, '', ''",
    "cf-aig-authorization bearer, cf-aig-authorization, 'Bearer '"
  })
  void shouldReadHowACredentialIsSent(String text, String header, String prefix) {
    AuthScheme scheme = AuthScheme.of(text).orElseThrow();

    assertThat(scheme).isEqualTo(new AuthScheme(header, prefix));
    assertThat(scheme.text()).isEqualTo(text);
    assertThat(scheme.headers(new Secret("s3cret")))
        .isEqualTo(header.isEmpty() ? Map.of() : Map.of(header, prefix + "s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "basic", "content-type", "x key", "anthropic-version"})
  void shouldTakeNothingElseForAHeaderOfACredential(String text) {
    assertThat(AuthScheme.of(text)).isEmpty();
  }

  @Test
  void shouldFindWhatSomebodyMeant() {
    assertThat(ProviderCatalogue.nearest("grok", 3)).contains("groq");
    assertThat(ProviderCatalogue.find("groq").map(KnownProvider::displayName)).contains("Groq");
    assertThat(all().sorted(Comparator.comparing(KnownProvider::name)))
        .containsExactlyElementsOf(ProviderCatalogue.all());
  }
}
