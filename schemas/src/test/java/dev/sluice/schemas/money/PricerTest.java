package dev.sluice.schemas.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.usage.TokenClass;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import dev.sluice.schemas.usage.Usages;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricerTest {
  private static final long SEED = 20_261_122L;

  /** A book with one row, for any model of any provider. */
  private record OneRow(ModelPrice price) implements PriceBook {
    static OneRow of(Map<TokenClass, Rate> rates) {
      return new OneRow(new ModelPrice("chat", rates, ModelFacts.UNKNOWN));
    }

    static OneRow of(Map<TokenClass, Rate> rates, List<PriceTier> tiers) {
      return new OneRow(new ModelPrice("chat", rates, ModelFacts.UNKNOWN, tiers));
    }

    static OneRow of(String input, String output) {
      return of(Map.of(TokenClass.INPUT, Rate.parse(input), TokenClass.OUTPUT, Rate.parse(output)));
    }

    @Override
    public String version() {
      return "test";
    }

    @Override
    public Optional<ModelPrice> lookup(String provider, String providerModel) {
      return Optional.of(price);
    }

    @Override
    public List<String> modelsOf(String provider) {
      return List.of();
    }
  }

  private static TokenUsage.Builder told() {
    return TokenUsage.newBuilder().setSource(UsageSource.PROVIDER);
  }

  private static long nano(PricingOutcome outcome) {
    assertThat(outcome).isInstanceOf(PricingOutcome.Priced.class);
    return ((PricingOutcome.Priced) outcome).cost().value();
  }

  private static String reason(PricingOutcome outcome) {
    assertThat(outcome).isInstanceOf(PricingOutcome.Unpriced.class);
    return ((PricingOutcome.Unpriced) outcome).reason();
  }

  @ParameterizedTest(name = "{0} in at {1} and {2} out at {3} cost {4} nano-dollars")
  @CsvSource({
    "0,          2.5,            0,       10,       0",
    "1,          0.15,           0,       0.6,      150",
    "1000000,    0.15,           1000000, 0.6,      750000000",
    "1,          0.0001,         0,       0,        1", // a tenth of a nano-dollar rounds up
    "9,          0.0001,         0,       0,        1",
    "10,         0.0001,         0,       0,        1", // exactly one does not
    "11,         0.0001,         0,       0,        2",
    "1,          0.0005,         1,       0.0005,   1", // two halves: rounded once, not twice
    "1,          0.0003,         1,       0.0003,   1",
    "3,          0.000000000001, 0,       0,        1", // the smallest rate is not free
    "1000000000, 1000000,        0,       0,        1000000000000000000",
    "5000000000, 1,              0,       0,        5000000000000"
  })
  void shouldSumExactlyAndRoundUpOnce(
      long input, String inputRate, long output, String outputRate, long nanoDollars) {
    TokenUsage usage = told().setInput(input).setOutput(output).build();
    PricingOutcome outcome = Pricer.price(OneRow.of(inputRate, outputRate), "openai", "any", usage);
    assertThat(nano(outcome)).isEqualTo(nanoDollars);
  }

  @ParameterizedTest(name = "{1} of {0} is charged at {2} nano-dollars a token")
  @CsvSource({
    "openai,    CACHED_INPUT,   1000", // input 1 USD/M = 1000 nano-dollars a token
    "openai,    CACHE_WRITE,    1000",
    "openai,    CACHE_WRITE_1H, 1000",
    "openai,    AUDIO_INPUT,    1000",
    "openai,    REASONING,      4000",
    "openai,    AUDIO_OUTPUT,   4000",
    "anthropic, CACHED_INPUT,   1000",
    "anthropic, CACHE_WRITE,    1250",
    "anthropic, CACHE_WRITE_1H, 2000",
  })
  void shouldPriceByTheRuleWhereAClassHasNoRate(
      String provider, TokenClass tokenClass, long nanoDollarsPerToken) {
    PricingOutcome outcome =
        Pricer.price(OneRow.of("1", "4"), provider, "any", only(tokenClass, 7));
    assertThat(nano(outcome)).isEqualTo(7 * nanoDollarsPerToken);
    assertThat(((PricingOutcome.Priced) outcome).standIns()).containsExactly(tokenClass);
  }

  @Test
  void shouldPriceOneHourWritesAtTheWriteRateWhereOnlyThatIsKnown() {
    OneRow book =
        OneRow.of(
            Map.of(
                TokenClass.INPUT, Rate.parse("1"),
                TokenClass.OUTPUT, Rate.parse("4"),
                TokenClass.CACHE_WRITE, Rate.parse("3")));
    assertThat(nano(Pricer.price(book, "other", "any", only(TokenClass.CACHE_WRITE_1H, 1))))
        .isEqualTo(3000);
    assertThat(nano(Pricer.price(book, "anthropic", "any", only(TokenClass.CACHE_WRITE_1H, 1))))
        .isEqualTo(2000);
  }

  @Test
  void shouldUseOwnRatesAndNameNoStandIn() {
    PricingOutcome outcome =
        Pricer.price(
            PriceBooks.builtIn(),
            "openai",
            "gpt-4o-mini",
            told().setInput(1000L).setCachedInput(2000L).setOutput(500L).build());
    // 1000 × 0.15 + 2000 × 0.075 + 500 × 0.6 USD per million
    assertThat(outcome)
        .isEqualTo(
            new PricingOutcome.Priced(
                new NanoDollars(600_000), PriceBooks.builtInVersion(), Set.of(), null));
  }

  @Test
  void shouldNotPriceWhatIsUnknown() {
    PriceBook book = PriceBooks.builtIn();
    TokenUsage some = Usages.estimated(1, 1);
    assertThat(reason(Pricer.price(book, "openai", "no-such-model", some)))
        .contains("no price for openai/no-such-model");
    assertThat(reason(Pricer.price(book, "openai", "gpt-4o", Usages.unknown())))
        .contains("unknown");
    assertThat(reason(Pricer.price(book, "openai", "gpt-4o", told().setInput(1L).build())))
        .contains("output");
    assertThat(reason(Pricer.price(book, "openai", "gpt-4o", told().setOutput(1L).build())))
        .contains("input");
    assertThat(
            reason(
                Pricer.price(book, "openai", "gpt-4o", told().setInput(-1L).setOutput(1L).build())))
        .contains("negative");
    assertThat(
            reason(
                Pricer.price(
                    book,
                    "openai",
                    "gpt-4o",
                    told()
                        .setInput(1L)
                        .setOutput(1L)
                        .setBilledCalls(Map.of("web_search", 1L))
                        .build())))
        .contains("web_search");
    OneRow noOutput = OneRow.of(Map.of(TokenClass.INPUT, Rate.parse("1")));
    assertThat(reason(Pricer.price(noOutput, "openai", "any", some))).contains("output rate");
  }

  @Test
  void shouldPriceNothingAtZeroWhereNothingWasUsed() {
    assertThat(nano(Pricer.price(PriceBooks.builtIn(), "openai", "gpt-4o", Usages.none())))
        .isZero();
    assertThat(nano(Pricer.price(PriceBooks.builtIn(), "openai", "no-such-model", Usages.none())))
        .isZero();
  }

  @Test
  void shouldPriceEmbeddingsWithoutOutput() {
    PricingOutcome outcome =
        Pricer.price(
            PriceBooks.builtIn(),
            "openai",
            "text-embedding-3-small",
            told().setInput(1_000_000L).build());
    assertThat(nano(outcome)).isEqualTo(20_000_000);
  }

  @Test
  void shouldNotWrapAroundWhenTheCostIsBeyondNanoDollars() {
    TokenUsage usage = told().setInput(Long.MAX_VALUE).setOutput(1L).build();
    assertThat(reason(Pricer.price(OneRow.of("1000000", "1"), "openai", "any", usage)))
        .contains("beyond");
    assertThat(
            reason(
                Pricer.worstCase(
                    OneRow.of("1", "1"), "openai", "any", 1, Long.MAX_VALUE, Integer.MAX_VALUE)))
        .contains("beyond");
  }

  @Test
  void shouldAgreeWithPlainDecimalArithmetic() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      OneRow book = OneRow.of(randomRates(random));
      TokenUsage usage = randomUsage(random, i % 50 == 0 ? 3_000_000_000L : 2_000_000L);
      assertThat(nano(Pricer.price(book, "anthropic", "any", usage)))
          .as("seed %d, round %d", SEED, i)
          .isEqualTo(naive(book.price(), usage));
    }
  }

  @Test
  void shouldBoundEveryCostFromAbove() {
    Random random = new Random(SEED);
    String[] providers = {"anthropic", "openai", "other"};
    for (int i = 0; i < 20_000; i++) {
      Map<TokenClass, Rate> rates = randomRates(random);
      rates.keySet().removeIf(c -> !isMain(c) && random.nextBoolean());
      OneRow book = OneRow.of(rates);
      String provider = providers[i % providers.length];
      int choices = 1 + random.nextInt(4);
      TokenUsage usage = randomUsage(random, 100_000);
      long inputBound = Usages.inputTokens(usage).orElseThrow() + random.nextInt(3);
      long output = Usages.outputTokens(usage).orElseThrow();
      long limit = Math.ceilDiv(output, choices) + random.nextInt(3);
      long worst = nano(Pricer.worstCase(book, provider, "any", inputBound, limit, choices));
      assertThat(worst)
          .as("seed %d, round %d", SEED, i)
          .isGreaterThanOrEqualTo(nano(Pricer.price(book, provider, "any", usage)));
    }
  }

  /** Thresholds that usages come near to; some classes have no rate of their own in a tier. */
  private static List<PriceTier> randomTiers(Random random) {
    List<PriceTier> tiers = new ArrayList<>();
    long above = 0;
    for (int i = random.nextInt(4); i > 0; i--) {
      above += 1 + random.nextInt(150_000);
      Map<TokenClass, Rate> rates = randomRates(random);
      rates.keySet().removeIf(c -> c != TokenClass.INPUT && random.nextBoolean());
      tiers.add(new PriceTier(above, rates));
    }
    return tiers;
  }

  @Test
  void shouldBoundEveryCostFromAboveWhateverTierItComesInto() {
    Random random = new Random(SEED);
    int inTiers = 0;
    for (int i = 0; i < 20_000; i++) {
      Map<TokenClass, Rate> rates = randomRates(random);
      rates.keySet().removeIf(c -> !isMain(c) && random.nextBoolean());
      OneRow book = OneRow.of(rates, randomTiers(random));
      TokenUsage usage = randomUsage(random, 100_000);
      long inputBound = Usages.inputTokens(usage).orElseThrow() + random.nextInt(100_000);
      long limit = Usages.outputTokens(usage).orElseThrow() + random.nextInt(3);
      PricingOutcome cost = Pricer.price(book, "anthropic", "any", usage);
      inTiers += ((PricingOutcome.Priced) cost).tierAbove() == null ? 0 : 1;
      assertThat(nano(Pricer.worstCase(book, "anthropic", "any", inputBound, limit, 1)))
          .as("seed %d, round %d", SEED, i)
          .isGreaterThanOrEqualTo(nano(cost));
    }
    assertThat(inTiers).isGreaterThan(5_000);
  }

  private static final OneRow TWO_TIERS =
      OneRow.of(
          Map.of(
              TokenClass.INPUT, Rate.parse("3"),
              TokenClass.OUTPUT, Rate.parse("15"),
              TokenClass.CACHED_INPUT, Rate.parse("0.3")),
          List.of(
              new PriceTier(
                  200_000,
                  Map.of(
                      TokenClass.INPUT, Rate.parse("6"), TokenClass.OUTPUT, Rate.parse("22.5")))));

  @ParameterizedTest
  @CsvSource({
    "200000, 0, 10, 600150000,",
    "200001, 0, 10, 1200231000, 200000",
    "100001, 100000, 10, 630231000, 200000",
    "100000, 100000, 10, 330150000,"
  })
  void shouldChargeAllOfALongPromptByItsTier(
      long input, long cached, long output, long nano, Long above) {
    TokenUsage usage = told().setInput(input).setCachedInput(cached).setOutput(output).build();

    PricingOutcome outcome = Pricer.price(TWO_TIERS, "openai", "any", usage);

    assertThat(outcome)
        .isEqualTo(new PricingOutcome.Priced(new NanoDollars(nano), "test", Set.of(), above));
  }

  @Test
  void shouldTakeWhatStandsInFromTheTierToo() {
    TokenUsage usage = told().setInput(200_000L).setCacheWrite1h(1L).setOutput(0L).build();

    assertThat(nano(Pricer.price(TWO_TIERS, "anthropic", "any", usage)))
        .isEqualTo(200_000 * 6_000L + 12_000);
  }

  @Test
  void shouldHoldByATierOnlyWhereThePromptMayComeIntoIt() {
    assertThat(nano(Pricer.worstCase(TWO_TIERS, "openai", "any", 200_000, 10L, 1)))
        .isEqualTo(200_000 * 3_000L + 10 * 15_000);
    assertThat(nano(Pricer.worstCase(TWO_TIERS, "openai", "any", 200_001, 10L, 1)))
        .isEqualTo(200_001 * 6_000L + 10 * 22_500);
  }

  @ParameterizedTest
  @CsvSource({
    "900, 10,", // below all
    "1000, 10,",
    "1001, 10, 1000", // output of the first tier, input as ever
    "1001, 0,", // and nothing of it where no output may come
    "9001, 10, 9000",
    "9001, 0, 9000",
    "99001, 10, 9000" // the last is cheaper than the one before
  })
  void shouldTellTheHighestTierThatAWorstCaseHasARateOf(long bound, long limit, Long above) {
    OneRow book =
        OneRow.of(
            Map.of(TokenClass.INPUT, Rate.parse("3"), TokenClass.OUTPUT, Rate.parse("15")),
            List.of(
                new PriceTier(1_000, Map.of(TokenClass.OUTPUT, Rate.parse("20"))),
                new PriceTier(9_000, Map.of(TokenClass.INPUT, Rate.parse("6"))),
                new PriceTier(99_000, Map.of(TokenClass.INPUT, Rate.parse("4")))));

    PricingOutcome worst = Pricer.worstCase(book, "openai", "any", bound, limit, 1);

    assertThat(((PricingOutcome.Priced) worst).tierAbove()).isEqualTo(above);
  }

  @Test
  void shouldTakeTheOutputLimitOfTheModelOrADefault() {
    PriceBook book = PriceBooks.builtIn();
    assertThat(Pricer.worstCase(book, "openai", "gpt-4o-mini", 10, null, 2))
        .isEqualTo(Pricer.worstCase(book, "openai", "gpt-4o-mini", 10, 16_384L, 2));
    OneRow unknown = OneRow.of("1", "1");
    assertThat(Pricer.worstCase(unknown, "other", "any", 10, null, 1))
        .isEqualTo(Pricer.worstCase(unknown, "other", "any", 10, 32_768L, 1));
    assertThat(reason(Pricer.worstCase(book, "openai", "no-such-model", 1, 1L, 1)))
        .contains("no price for");
  }

  @Test
  void shouldBoundAModelWithoutOutputByItsInputAlone() {
    PricingOutcome outcome =
        Pricer.worstCase(PriceBooks.builtIn(), "mistral", "mistral-embed", 1_000_000, 0L, 1);

    assertThat(((PricingOutcome.Priced) outcome).cost().value()).isEqualTo(100_000_000);
  }

  @Test
  void shouldNotTakeARerankingThatIsChargedByTheCallForFree() {
    PricingOutcome bound =
        Pricer.worstCase(PriceBooks.builtIn(), "cohere", "rerank-v3.5", 100, 0L, 1);
    TokenUsage usage =
        told().setInput(0L).setOutput(0L).setBilledCalls(Map.of("search_unit", 1L)).build();

    assertThat(bound).isInstanceOf(PricingOutcome.Unpriced.class);
    assertThat(Pricer.price(PriceBooks.builtIn(), "cohere", "rerank-v3.5", usage))
        .isEqualTo(new PricingOutcome.Unpriced("no price for calls of search_unit"));
  }

  private static boolean isMain(TokenClass tokenClass) {
    return tokenClass == TokenClass.INPUT || tokenClass == TokenClass.OUTPUT;
  }

  private static TokenUsage only(TokenClass tokenClass, long tokens) {
    TokenUsage.Builder usage = told().setInput(0L).setOutput(0L);
    set(usage, tokenClass, tokens);
    return usage.build();
  }

  private static void set(TokenUsage.Builder usage, TokenClass tokenClass, long tokens) {
    switch (tokenClass) {
      case INPUT -> usage.setInput(tokens);
      case CACHED_INPUT -> usage.setCachedInput(tokens);
      case CACHE_WRITE -> usage.setCacheWrite(tokens);
      case CACHE_WRITE_1H -> usage.setCacheWrite1h(tokens);
      case AUDIO_INPUT -> usage.setAudioInput(tokens);
      case OUTPUT -> usage.setOutput(tokens);
      case REASONING -> usage.setReasoning(tokens);
      case AUDIO_OUTPUT -> usage.setAudioOutput(tokens);
    }
  }

  private static TokenUsage randomUsage(Random random, long most) {
    TokenUsage.Builder usage = told();
    for (TokenClass tokenClass : TokenClass.ALL) {
      if (isMain(tokenClass) || random.nextBoolean()) {
        set(usage, tokenClass, random.nextLong(most));
      }
    }
    return usage.build();
  }

  private static Map<TokenClass, Rate> randomRates(Random random) {
    Map<TokenClass, Rate> rates = new EnumMap<>(TokenClass.class);
    for (TokenClass tokenClass : TokenClass.ALL) {
      long unscaled = random.nextLong(1_000_000_000);
      rates.put(
          tokenClass,
          Rate.ofUsdPerMillionTokens(BigDecimal.valueOf(unscaled, random.nextInt(6, 13))));
    }
    return rates;
  }

  private static long naive(ModelPrice price, TokenUsage usage) {
    BigDecimal usd = BigDecimal.ZERO;
    for (TokenClass tokenClass : TokenClass.ALL) {
      Long tokens = tokenClass.of(usage);
      if (tokens != null) {
        BigDecimal rate = price.rate(tokenClass).orElseThrow().usdPerMillionTokens();
        usd = usd.add(rate.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6));
      }
    }
    return usd.movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact();
  }
}
