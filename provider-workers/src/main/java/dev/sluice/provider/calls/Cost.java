package dev.sluice.provider.calls;

import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.money.Pricer;
import dev.sluice.schemas.money.PricingOutcome;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cost of an attempt and of its request up to here, in nano-dollars; null where a price is unknown,
 * which is not zero.
 */
record Cost(@Nullable Long own, @Nullable Long ofRequest) {

  /** Prices this usage at the version that the dispatch names; {@code book} is of that version. */
  static Cost of(Dispatch dispatch, Optional<PriceBook> book, TokenUsage usage) {
    Long own = book.map(prices -> price(dispatch, prices, usage)).orElse(null);
    Long sum =
        own == null || dispatch.getPriorUnpriced()
            ? null
            : Long.valueOf(Math.addExact(dispatch.getPriorCostNanoUsd(), own));
    return new Cost(own, sum);
  }

  private static @Nullable Long price(Dispatch dispatch, PriceBook book, TokenUsage usage) {
    return switch (Pricer.price(book, dispatch.getProvider(), dispatch.getProviderModel(), usage)) {
      case PricingOutcome.Priced priced -> Long.valueOf(priced.cost().value());
      case PricingOutcome.Unpriced ignored -> null;
    };
  }
}
