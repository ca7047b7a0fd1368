package dev.sluice.router.admission;

import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.money.Pricer;
import dev.sluice.schemas.money.PricingOutcome;
import dev.sluice.schemas.request.Envelope;
import java.util.Optional;

/** Lowers the output limit of an attempt until its worst case fits into what is left. */
final class OutputFit {

  /**
   * A lower limit that fits.
   *
   * @param worstCase of an attempt with this limit, in nano-dollars, at most what was left
   */
  record Fit(long outputLimit, long worstCase) {}

  private final PriceBook book;
  private final DeploymentStep step;
  private final Envelope envelope;

  OutputFit(PriceBook book, DeploymentStep step, Envelope envelope) {
    this.book = book;
    this.step = step;
    this.envelope = envelope;
  }

  /**
   * The largest limit whose worst case is at most this.
   *
   * @param rest in nano-dollars
   * @param least fewer output tokens than these are not worth a call
   */
  Optional<Fit> into(long rest, long least) {
    Long wanted = step.getOutputLimit();
    long high = (wanted == null ? Pricer.DEFAULT_OUTPUT_LIMIT : wanted) - 1;
    long low = least;
    if (high < low || !fits(low, rest)) {
      return Optional.empty();
    }
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (fits(middle, rest)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    long fitting = low;
    return worstCase(fitting).map(cost -> new Fit(fitting, cost));
  }

  private boolean fits(long limit, long rest) {
    return worstCase(limit).filter(cost -> cost <= rest).isPresent();
  }

  private Optional<Long> worstCase(long limit) {
    PricingOutcome outcome =
        Pricer.worstCase(
            book,
            step.getProvider(),
            step.getProviderModel(),
            Math.max(0, envelope.getInputTokensBound()),
            limit,
            Math.max(1, envelope.getChoices()));
    return outcome instanceof PricingOutcome.Priced priced
        ? Optional.of(priced.cost().value())
        : Optional.empty();
  }
}
