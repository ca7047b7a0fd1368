package dev.sluice.cost.ledger;

import dev.sluice.cost.PriceVersions;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.money.Pricer;
import dev.sluice.schemas.money.PricingOutcome;
import dev.sluice.schemas.spend.CostSource;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.Optional;

/**
 * Prices a finished attempt by the version in its event.
 *
 * <p>An outcome costs what its usage costs: a call that the provider refused before it read a token
 * says so with zero tokens and costs 0; usage that nobody knows leaves it unpriced. A written-off
 * attempt costs its worst case within the bounds of its event, which is what the router held for
 * it.
 */
final class AttemptCosting {
  private final PriceVersions versions;

  AttemptCosting(PriceVersions versions) {
    this.versions = versions;
  }

  Costing of(AttemptEvent event) {
    if (event.getPriceVersion().isEmpty()) {
      return new Costing.Unknown("the decision named no price version");
    }
    Optional<PriceBook> book = versions.book(event.getPriceVersion());
    if (book.isEmpty()) {
      return new Costing.Unknown("the price version " + event.getPriceVersion() + " is not known");
    }
    return event.getKind() == AttemptEventKind.WRITTEN_OFF
        ? worstCase(book.get(), event)
        : byUsage(book.get(), event);
  }

  private static Costing worstCase(PriceBook book, AttemptEvent event) {
    Long limit = event.getOutputLimit();
    if (event.getInputTokensBound() < 0 || (limit != null && limit < 0)) {
      return new Costing.Unknown("the bounds of the attempt are negative");
    }
    PricingOutcome outcome =
        Pricer.worstCase(
            book,
            event.getProvider(),
            event.getProviderModel(),
            event.getInputTokensBound(),
            limit,
            Math.max(1, event.getChoices()));
    return costing(outcome, CostSource.WORST_CASE);
  }

  private static Costing byUsage(PriceBook book, AttemptEvent event) {
    TokenUsage usage = event.getUsage();
    if (usage == null) {
      return new Costing.Unknown("the outcome has no usage");
    }
    PricingOutcome outcome =
        Pricer.price(book, event.getProvider(), event.getProviderModel(), usage);
    return costing(
        outcome,
        usage.getSource() == UsageSource.ESTIMATED
            ? CostSource.ESTIMATED_USAGE
            : CostSource.PROVIDER_USAGE);
  }

  private static Costing costing(PricingOutcome outcome, CostSource source) {
    return switch (outcome) {
      case PricingOutcome.Priced priced ->
          new Costing.Known(source, priced.cost().value(), priced.tierAbove());
      case PricingOutcome.Unpriced unpriced -> new Costing.Unknown(unpriced.reason());
    };
  }
}
