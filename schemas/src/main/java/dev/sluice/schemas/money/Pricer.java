package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import dev.sluice.schemas.usage.Usages;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place that turns tokens into money. Router, provider workers and cost-stream all price
 * with it, so the sum of what replies say is the ledger. Pure.
 */
public final class Pricer {
  /** Output tokens assumed where neither the caller nor the catalogue gives a limit. */
  public static final long DEFAULT_OUTPUT_LIMIT = 32_768;

  /** Modes of models that give no tokens back. */
  private static final Set<String> INPUT_ONLY = Set.of("embedding", "rerank", "moderation");

  private Pricer() {}

  /**
   * The cost of an attempt: summed exactly over its token classes, rounded once, up, to the
   * nano-dollar. A class that has tokens but no rate of its own is priced by {@link RateRule}. A
   * prompt beyond the threshold of a {@link PriceTier} has all of the attempt priced by that tier.
   *
   * <p>Nothing costs nothing, also where the book has no row: a provider that charged no token and
   * no call, as it does for most of what it refuses. Else unpriced where the book has no row for
   * the model, the usage is unknown (its source says so, or it has nothing on input or on output),
   * a class with tokens has no rate, or the provider made calls that it charges for by the piece,
   * which price books do not hold yet.
   */
  public static PricingOutcome price(
      PriceBook book, String provider, String providerModel, TokenUsage usage) {
    if (usage.getSource() == UsageSource.UNKNOWN) {
      return new PricingOutcome.Unpriced("the usage is unknown");
    }
    if (isNothing(usage)) {
      return new PricingOutcome.Priced(NanoDollars.ZERO, book.version(), Set.of(), null);
    }
    Optional<ModelPrice> price = book.lookup(provider, providerModel);
    if (price.isEmpty()) {
      return noRow(book, provider, providerModel);
    }
    Optional<String> gap = gapIn(price.get(), usage);
    if (gap.isPresent()) {
      return new PricingOutcome.Unpriced(gap.get());
    }
    Optional<PriceTier> tier = price.get().tier(Usages.inputTokens(usage).orElse(0));
    return tier.isEmpty()
        ? sum(book, provider, price.get(), usage, null)
        : sum(book, provider, price.get().in(tier.get()), usage, tier.get().aboveInputTokens());
  }

  private static boolean isNothing(TokenUsage usage) {
    boolean noTokens = TokenClass.ALL.stream().allMatch(each -> isZero(each.of(usage)));
    return usage.getSource() == UsageSource.PROVIDER
        && Usages.totalTokens(usage).isPresent()
        && noTokens
        && usage.getBilledCalls().isEmpty();
  }

  private static boolean isZero(@Nullable Long tokens) {
    return tokens == null || tokens == 0;
  }

  private static PricingOutcome sum(
      PriceBook book,
      String provider,
      ModelPrice price,
      TokenUsage usage,
      @Nullable Long tierAbove) {
    ExactCost cost = new ExactCost();
    Set<TokenClass> standIns = Set.of();
    for (TokenClass tokenClass : TokenClass.ALL) {
      Long tokens = tokenClass.of(usage);
      if (tokens == null || tokens == 0) {
        continue;
      }
      Optional<Rate> rate = RateRule.rateFor(provider, price, tokenClass);
      if (rate.isEmpty()) {
        return new PricingOutcome.Unpriced(
            "price book " + book.version() + " has no " + tokenClass.key() + " rate for the model");
      }
      if (price.rate(tokenClass).isEmpty()) {
        standIns = with(standIns, tokenClass);
      }
      cost.add(tokens, rate.get());
    }
    return priced(book, cost, standIns, tierAbove);
  }

  /**
   * An upper bound of what an attempt can cost: input at the dearest rate that an input token can
   * have, output at the dearest of its own, for every choice; by the dearest of the tiers, too,
   * that so many input tokens can come into.
   *
   * @param inputBound upper bound of the input tokens
   * @param outputLimit output tokens at most for one choice; null takes the model's own limit, or
   *     {@link #DEFAULT_OUTPUT_LIMIT} where the book does not know it; 0 where none can come
   * @param choices how many choices the caller wants, at least 1
   */
  public static PricingOutcome worstCase(
      PriceBook book,
      String provider,
      String providerModel,
      long inputBound,
      @Nullable Long outputLimit,
      int choices) {
    if (inputBound < 0 || (outputLimit != null && outputLimit < 0) || choices < 1) {
      throw new IllegalArgumentException("token bounds are not negative and choices at least 1");
    }
    Optional<ModelPrice> price = book.lookup(provider, providerModel);
    if (price.isEmpty()) {
      return noRow(book, provider, providerModel);
    }
    Optional<Dearest> input = dearest(provider, price.get(), inputBound, TokenClass.Side.INPUT);
    Optional<Dearest> output = dearest(provider, price.get(), inputBound, TokenClass.Side.OUTPUT);
    long limit = outputLimit == null ? outputLimit(price.get()) : outputLimit;
    if (input.isEmpty() || (output.isEmpty() && limit > 0)) {
      return new PricingOutcome.Unpriced(
          "price book " + book.version() + " has no rate for input and output of the model");
    }
    if (Math.multiplyHigh(limit, choices) != 0 || limit * choices < 0) {
      return tooDear();
    }
    ExactCost cost = new ExactCost();
    cost.add(inputBound, input.get().rate());
    long above = input.get().above();
    if (limit > 0) {
      cost.add(limit * choices, output.get().rate());
      above = Math.max(above, output.get().above());
    }
    return priced(book, cost, Set.of(), above == 0 ? null : above);
  }

  /** A rate and the threshold of the tier that has it, 0 where it is an ordinary one. */
  private record Dearest(Rate rate, long above) {}

  /** Fewer input tokens than the bound may come, so that no tier below it is out of question. */
  private static Optional<Dearest> dearest(
      String provider, ModelPrice price, long inputBound, TokenClass.Side side) {
    Optional<Dearest> dearest =
        RateRule.dearest(provider, price, side).map(rate -> new Dearest(rate, 0));
    for (PriceTier tier : price.tiers()) {
      if (inputBound > tier.aboveInputTokens()) {
        Optional<Rate> inTier = RateRule.dearest(provider, price.in(tier), side);
        if (inTier.isPresent()
            && (dearest.isEmpty() || inTier.get().compareTo(dearest.get().rate()) > 0)) {
          dearest = Optional.of(new Dearest(inTier.get(), tier.aboveInputTokens()));
        }
      }
    }
    return dearest;
  }

  /** The output limit that stands where the caller sets none. */
  public static long outputLimit(ModelPrice price) {
    Long known = price.facts().maxOutput();
    return known == null || known == 0 ? DEFAULT_OUTPUT_LIMIT : known;
  }

  private static PricingOutcome priced(
      PriceBook book, ExactCost cost, Set<TokenClass> standIns, @Nullable Long tierAbove) {
    Optional<NanoDollars> total = cost.roundedUp();
    return total.isPresent()
        ? new PricingOutcome.Priced(total.get(), book.version(), standIns, tierAbove)
        : tooDear();
  }

  private static PricingOutcome.Unpriced tooDear() {
    return new PricingOutcome.Unpriced("the cost is beyond what nano-dollars can count");
  }

  private static PricingOutcome.Unpriced noRow(
      PriceBook book, String provider, String providerModel) {
    return new PricingOutcome.Unpriced(
        "price book " + book.version() + " has no price for " + provider + "/" + providerModel);
  }

  private static Optional<String> gapIn(ModelPrice price, TokenUsage usage) {
    boolean input = false;
    boolean output = INPUT_ONLY.contains(price.mode());
    for (TokenClass tokenClass : TokenClass.ALL) {
      Long tokens = tokenClass.of(usage);
      if (tokens != null && tokens < 0) {
        return Optional.of("the usage has a negative count of " + tokenClass.key() + " tokens");
      }
      input |= tokens != null && tokenClass.side() == TokenClass.Side.INPUT;
      output |= tokens != null && tokenClass.side() == TokenClass.Side.OUTPUT;
    }
    if (!input || !output) {
      return Optional.of("the usage does not tell the " + (input ? "output" : "input") + " tokens");
    }
    for (Map.Entry<String, Long> call : usage.getBilledCalls().entrySet()) {
      if (call.getValue() > 0) {
        return Optional.of("no price for calls of " + call.getKey());
      }
    }
    return Optional.empty();
  }

  private static Set<TokenClass> with(Set<TokenClass> some, TokenClass one) {
    EnumSet<TokenClass> all = EnumSet.of(one);
    all.addAll(some);
    return all;
  }
}
