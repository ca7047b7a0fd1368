package dev.sluice.launcher.trial;

import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.money.ModelPrice;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.money.PriceBooks;
import dev.sluice.schemas.money.Rate;
import dev.sluice.schemas.usage.TokenClass;
import java.util.Optional;

/** The model that a trial asks for where nobody named one. */
public final class TestModel {
  private TestModel() {}

  /**
   * The chat model of the price catalogue with the cheapest output that is not free (what is free
   * is often no more served); empty where there is none.
   */
  public static Optional<String> of(Provider provider) {
    PriceBook book = PriceBooks.builtIn();
    String cheapest = "";
    Rate least = null;
    for (String model : book.modelsOf(provider.like())) {
      Optional<Rate> rate =
          book.lookup(provider.like(), model)
              .filter(price -> price.mode().equals("chat"))
              .flatMap(TestModel::output);
      if (rate.isPresent() && (least == null || rate.get().compareTo(least) < 0)) {
        least = rate.get();
        cheapest = model;
      }
    }
    return cheapest.isEmpty() ? Optional.empty() : Optional.of(cheapest);
  }

  private static Optional<Rate> output(ModelPrice price) {
    return price.rate(TokenClass.OUTPUT).filter(rate -> rate.compareTo(Rate.FREE) > 0);
  }
}
