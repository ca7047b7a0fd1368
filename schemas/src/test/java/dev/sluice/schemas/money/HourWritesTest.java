package dev.sluice.schemas.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.usage.TokenClass;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HourWritesTest {
  private static final String FORMER = "2026-07-24";
  private static final String SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";

  private static PriceBook book(String version) {
    return PriceBooks.catalogue(version).orElseThrow();
  }

  private static ModelPrice price(String write, List<PriceTier> tiers) {
    return new ModelPrice("chat", rates("3", "15", write), ModelFacts.UNKNOWN, tiers);
  }

  private static Map<TokenClass, Rate> rates(String input, String output, String write) {
    return Map.of(
        TokenClass.INPUT, Rate.parse(input),
        TokenClass.OUTPUT, Rate.parse(output),
        TokenClass.CACHE_WRITE, Rate.parse(write));
  }

  private static PricingOutcome.Priced cost(
      PriceBook book, String provider, String model, long input, long hourWrites) {
    TokenUsage usage =
        TokenUsage.newBuilder()
            .setSource(UsageSource.PROVIDER)
            .setInput(input)
            .setCacheWrite1h(hourWrites)
            .setOutput(0L)
            .build();
    return (PricingOutcome.Priced) Pricer.price(book, provider, model, usage);
  }

  private static long nano(PricingOutcome outcome) {
    return ((PricingOutcome.Priced) outcome).cost().value();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-24.2, bedrock, anthropic.claude-sonnet-4-5-20250929-v1:0, 6000",
    "2026-07-24.2, vertex, claude-sonnet-4-5, 6000",
    "2026-07-24.2, anthropic, claude-sonnet-4-5, 6000",
    "2026-07-24, bedrock, anthropic.claude-sonnet-4-5-20250929-v1:0, 3750",
    "2026-07-24, vertex, claude-sonnet-4-5, 3750",
    "2026-07-24, anthropic, claude-sonnet-4-5, 6000"
  })
  void shouldPriceAWriteForAnHourAsItsVersionAlwaysDid(
      String version, String provider, String model, long nano) {
    assertThat(cost(book(version), provider, model, 0, 1).cost().value()).isEqualTo(nano);
  }

  @Test
  void shouldFillInTheTiersOfTheCatalogueToo() {
    ModelPrice sonnet = book("2026-07-24.2").lookup("bedrock", SONNET).orElseThrow();

    assertThat(sonnet.tiers().getFirst().rates())
        .containsEntry(TokenClass.CACHE_WRITE_1H, Rate.parse("12"));
    assertThat(cost(book("2026-07-24.2"), "bedrock", SONNET, 200_000, 1).cost().value())
        .isEqualTo(200_000 * 6_000L + 12_000);
  }

  @ParameterizedTest
  @CsvSource({"bedrock, 3.75, 6", "vertex, 3.75, 6", "bedrock, 3,", "openai, 3.75,"})
  void shouldKnowAnthropicsModelsByTheRatioOfTheirWrites(
      String provider, String write, String hour) {
    ModelPrice filled = HourWrites.filledIn(provider, price(write, List.of()));

    assertThat(filled.rate(TokenClass.CACHE_WRITE_1H))
        .isEqualTo(Optional.ofNullable(hour).map(Rate::parse));
  }

  @Test
  void shouldLeaveWhatHasARateOfItsOwn() {
    // Given
    PriceTier own = new PriceTier(9_000, Map.of(TokenClass.CACHE_WRITE_1H, Rate.parse("7")));
    PriceTier input = new PriceTier(1_000, rates("4", "20", "5"));
    ModelPrice whole =
        new ModelPrice(
            "chat",
            Map.of(
                TokenClass.INPUT, Rate.parse("3"),
                TokenClass.CACHE_WRITE, Rate.parse("3.75"),
                TokenClass.CACHE_WRITE_1H, Rate.parse("5")),
            ModelFacts.UNKNOWN);

    // When
    ModelPrice filled = HourWrites.filledIn("bedrock", price("3.75", List.of(input, own)));

    // Then
    assertThat(HourWrites.filledIn("bedrock", whole)).isEqualTo(whole);
    assertThat(filled.tiers().getFirst().rates())
        .containsEntry(TokenClass.CACHE_WRITE_1H, Rate.parse("8"));
    assertThat(filled.tiers().getLast()).isEqualTo(own);
  }

  /** The same override on both catalogues: what is held covers what it costs on either. */
  @ParameterizedTest
  @CsvSource({"2026-07-24, 3750, 7500", "2026-07-24.2, 6000, 12000"})
  void shouldPriceOverridesByTheCatalogueThatTheyAreOn(String base, long nano, long inTier) {
    // Given
    PriceTier tier = new PriceTier(1_000, rates("6", "22.5", "7.5"));
    PriceOverride override =
        new PriceOverride(
            "bedrock", "mine", rates("3", "15", "3.75"), ModelFacts.UNKNOWN, List.of(tier));
    PriceBookText text = PriceBookText.write(base, List.of(override));
    PriceBook book =
        PriceBooks.resolve(text.version(), v -> Optional.of(text.bodyJson())).orElseThrow();

    // When
    long cost = cost(book, "bedrock", "mine", 0, 1_000).cost().value();
    long longCost = cost(book, "bedrock", "mine", 0, 1_001).cost().value();

    // Then
    assertThat(cost).isEqualTo(1_000 * nano);
    assertThat(longCost).isEqualTo(1_001 * inTier);
    assertThat(nano(Pricer.worstCase(book, "bedrock", "mine", 1_000, 0L, 1)))
        .isGreaterThanOrEqualTo(cost);
    assertThat(nano(Pricer.worstCase(book, "bedrock", "mine", 1_001, 0L, 1)))
        .isGreaterThanOrEqualTo(longCost);
  }

  @Test
  void shouldNotPutItIntoTheTextOfOverrides() {
    PriceOverride override = new PriceOverride("bedrock", "m", rates("3", "15", "3.75"));

    assertThat(PriceBooks.textOf(List.of(override)).bodyJson()).doesNotContain("cache_write_1h");
    assertThat(book(FORMER).lookup("bedrock", SONNET).orElseThrow().rate(TokenClass.CACHE_WRITE_1H))
        .isEmpty();
  }
}
