package dev.sluice.cost;

import dev.sluice.schemas.money.ModelFacts;
import dev.sluice.schemas.money.ModelPrice;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.money.PriceTier;
import dev.sluice.schemas.money.Rate;
import dev.sluice.schemas.usage.TokenClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One model at 1 USD for a million input tokens (1,000 nano-dollars each), output at 2; above
 * 100,000 input tokens at 3 and 4.
 */
final class TestBook implements PriceBook {
  static final String VERSION = "test-1";

  private static final ModelPrice PRICE =
      new ModelPrice(
          "chat",
          Map.of(TokenClass.INPUT, Rate.parse("1"), TokenClass.OUTPUT, Rate.parse("2")),
          ModelFacts.UNKNOWN,
          List.of(
              new PriceTier(
                  100_000,
                  Map.of(TokenClass.INPUT, Rate.parse("3"), TokenClass.OUTPUT, Rate.parse("4")))));

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public Optional<ModelPrice> lookup(String provider, String providerModel) {
    return provider.equals("openai") && providerModel.equals("small")
        ? Optional.of(PRICE)
        : Optional.empty();
  }

  @Override
  public List<String> modelsOf(String provider) {
    return List.of("small");
  }
}
