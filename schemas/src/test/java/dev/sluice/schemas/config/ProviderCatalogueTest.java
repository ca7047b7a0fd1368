package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.config.ProviderCatalogue.Known;
import dev.sluice.schemas.money.PriceBooks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderCatalogueTest {
  @ParameterizedTest
  @EnumSource
  void shouldKnowTheVendorOfEachTypeAndItsPrices(ProviderType type) {
    Known home = ProviderCatalogue.homeOf(type);

    assertThat(home.type()).isEqualTo(type);
    assertThat(home.baseUrl().getScheme()).isEqualTo("https");
    assertThat(home.credentialVariable()).endsWith("_API_KEY");
    assertThat(PriceBooks.builtIn().modelsOf(home.name())).isNotEmpty();
  }
}
