package dev.sluice.schemas.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.usage.TokenClass;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBooksTest {
  private static final Map<TokenClass, Rate> CHEAP =
      Map.of(TokenClass.INPUT, Rate.parse("0.10"), TokenClass.OUTPUT, Rate.parse("0.4"));

  private static List<String> lines() throws Exception {
    return lines(CatalogueBook.RESOURCE);
  }

  private static List<String> lines(String resource) throws Exception {
    try (InputStream in = PriceBooksTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void shouldHaveThePricesOfAzureUnderItsNameAsAProvider() {
    PriceBook book = PriceBooks.builtIn();

    assertThat(book.lookup("azure-openai", "gpt-4o-mini")).isPresent();
    assertThat(book.lookup("azure-openai", "gpt-4o-mini"))
        .isEqualTo(book.lookup("azure", "gpt-4o-mini"));
    assertThat(book.modelsOf("azure-openai")).isEqualTo(book.modelsOf("azure")).isNotEmpty();
  }

  @Test
  void shouldFindEveryRowOfTheCatalogue() throws Exception {
    List<String> lines = lines();
    assertThat(lines.getFirst()).isEqualTo(CatalogueBook.HEADER);
    CatalogueBook book = CatalogueBook.builtIn();
    assertThat(book.size()).isEqualTo(lines.size() - 1).isGreaterThan(7_000);
    String before = "";
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      assertThat(cells).as(line).hasSize(16);
      assertThat(line).doesNotContain("\"");
      String key = cells[0] + "\u0000" + cells[1];
      assertThat(key.compareTo(before)).as("sorted, no row twice: %s", line).isPositive();
      before = key;
      ModelPrice price = book.lookup(cells[0], cells[1]).orElseThrow();
      assertThat(price.mode()).isEqualTo(cells[2]);
      assertThat(price.rate(TokenClass.INPUT))
          .isEqualTo(cells[3].isEmpty() ? Optional.empty() : Optional.of(Rate.parse(cells[3])));
    }
  }

  @Test
  void shouldKnowTheModelsThatPeopleUse() {
    PriceBook book = PriceBooks.builtIn();
    ModelPrice sonnet = book.lookup("anthropic", "claude-sonnet-4-5").orElseThrow();
    assertThat(sonnet.rates())
        .isEqualTo(
            Map.of(
                TokenClass.INPUT, Rate.parse("3"),
                TokenClass.OUTPUT, Rate.parse("15"),
                TokenClass.CACHED_INPUT, Rate.parse("0.3"),
                TokenClass.CACHE_WRITE, Rate.parse("3.75")));
    assertThat(sonnet.facts()).isEqualTo(new ModelFacts(200_000L, 64_000L, true, true, true));
    assertThat(book.lookup("simulator", "echo").orElseThrow().rate(TokenClass.OUTPUT))
        .contains(Rate.parse("0.6"));
    assertThat(book.modelsOf("anthropic")).contains("claude-haiku-4-5").isSorted();
    assertThat(book.modelsOf("nobody")).isEmpty();
    assertThat(book.lookup("openai", "gpt-4o-min")).isEmpty();
    assertThat(book.lookup("open", "gpt-4o-mini")).isEmpty();
    assertThat(book.lookup("zzz", "zzz")).isEmpty();
    assertThat(book.lookup("", "")).isEmpty();
  }

  @Test
  void shouldNameOverridesByTheirContent() {
    PriceOverride one = new PriceOverride("house", PriceOverride.ANY_MODEL, CHEAP);
    PriceOverride two = new PriceOverride("openai", "gpt-4o", CHEAP);
    PriceBookText text = PriceBooks.textOf(List.of(two, one));
    assertThat(text).isEqualTo(PriceBooks.textOf(List.of(one, two)));
    assertThat(text.version()).isEqualTo("2026-07-24.2+eb9491506137");
    assertThat(text.bodyJson())
        .isEqualTo(
            "{\"base\":\"2026-07-24.2\",\"prices\":[{\"provider\":\"house\",\"model\":\"*\","
                + "\"usd_per_1m_tokens\":{\"input\":\"0.1\",\"output\":\"0.4\"}},{\"provider\":\"openai\","
                + "\"model\":\"gpt-4o\",\"usd_per_1m_tokens\":{\"input\":\"0.1\",\"output\":\"0.4\"}}]}");
  }

  @Test
  void shouldPutOverridesOverTheCatalogue() {
    PriceBookText text =
        PriceBooks.textOf(
            List.of(
                new PriceOverride("house", PriceOverride.ANY_MODEL, CHEAP),
                new PriceOverride("openai", "gpt-4o", CHEAP)));
    PriceBook book =
        PriceBooks.resolve(text.version(), version -> Optional.of(text.bodyJson())).orElseThrow();
    assertThat(book.version()).isEqualTo(text.version());
    assertThat(book.lookup("house", "whatever").orElseThrow().rates()).isEqualTo(CHEAP);
    ModelPrice gpt = book.lookup("openai", "gpt-4o").orElseThrow();
    assertThat(gpt.rates()).isEqualTo(CHEAP);
    assertThat(gpt.facts().maxOutput()).isEqualTo(16_384);
    assertThat(book.lookup("openai", "gpt-4o-mini"))
        .isEqualTo(PriceBooks.builtIn().lookup("openai", "gpt-4o-mini"));
    assertThat(book.modelsOf("house")).isEmpty();
  }

  @Test
  void shouldPutFactsOverTheCatalogues() {
    ModelFacts facts = new ModelFacts(256_000L, null, null, true, null);
    PriceBookText text =
        PriceBooks.textOf(List.of(new PriceOverride("openai", "gpt-4", CHEAP, facts)));
    PriceBook book =
        PriceBooks.resolve(text.version(), version -> Optional.of(text.bodyJson())).orElseThrow();

    assertThat(text.bodyJson())
        .endsWith("\"facts\":{\"context_window\":256000,\"images\":true}}]}");
    assertThat(book.lookup("openai", "gpt-4").orElseThrow().facts())
        .isEqualTo(new ModelFacts(256_000L, 4_096L, true, true, false));
  }

  @Test
  void shouldFindEveryTierOfTheCatalogue() throws Exception {
    List<String> lines = lines(TierTable.RESOURCE);
    assertThat(lines.getFirst()).isEqualTo(TierTable.HEADER);
    String before = "";
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      String key =
          cells[0] + "\u0000" + cells[1] + "\u0000" + "%012d".formatted(Long.valueOf(cells[2]));
      assertThat(key.compareTo(before)).as("sorted, no row twice: %s", line).isPositive();
      before = key;
      ModelPrice price = PriceBooks.builtIn().lookup(cells[0], cells[1]).orElseThrow();
      PriceTier tier = price.tier(Long.parseLong(cells[2]) + 1).orElseThrow();
      assertThat(tier.aboveInputTokens()).isEqualTo(Long.parseLong(cells[2]));
      assertThat(tier.rates()).containsEntry(TokenClass.INPUT, Rate.parse(cells[3]));
      tier.rates()
          .forEach((tokenClass, rate) ->
              assertThat(rate)
                  .as("%s of %s", tokenClass, line)
                  .isGreaterThan(price.rate(tokenClass).orElseThrow()));
    }
  }

  @Test
  void shouldKnowWhatLongPromptsCost() {
    ModelPrice gemini = PriceBooks.builtIn().lookup("google", "gemini-2.5-pro").orElseThrow();

    assertThat(gemini.tier(200_000)).isEmpty();
    assertThat(gemini.tier(200_001).orElseThrow().rates())
        .isEqualTo(
            Map.of(
                TokenClass.INPUT, Rate.parse("2.5"),
                TokenClass.OUTPUT, Rate.parse("15"),
                TokenClass.CACHED_INPUT, Rate.parse("0.25")));
  }

  @ParameterizedTest
  @CsvSource({
    "google, gemini-pro-latest, gemini-2.5-pro",
    "bedrock, claude-sonnet-4-5-20250929-v1:0, anthropic.claude-sonnet-4-5-20250929-v1:0"
  })
  void shouldHaveTheTiersOfAModelUnderItsOtherName(String provider, String model, String sibling) {
    ModelPrice price = PriceBooks.builtIn().lookup(provider, model).orElseThrow();
    ModelPrice same = PriceBooks.builtIn().lookup(provider, sibling).orElseThrow();

    assertThat(price.rates()).isEqualTo(same.rates());
    assertThat(price.tiers()).isEqualTo(same.tiers()).isNotEmpty();
  }

  @Test
  void shouldKeepTheCatalogueOfBeforeThereWereTiers() {
    PriceBook former = PriceBooks.resolve("2026-07-24", v -> Optional.empty()).orElseThrow();
    String body = "{\"base\":\"2026-07-24\",\"prices\":[]}";

    assertThat(former.version()).isEqualTo("2026-07-24");
    assertThat(former.lookup("google", "gemini-2.5-pro").orElseThrow().tiers()).isEmpty();
    assertThat(former.lookup("openai", "gpt-4o-mini"))
        .isEqualTo(PriceBooks.builtIn().lookup("openai", "gpt-4o-mini"));
    assertThat(PriceBooks.resolve("2026-07-24+67ee53691af7", v -> Optional.of(body)).orElseThrow())
        .extracting(book -> book.lookup("google", "gemini-2.5-pro").orElseThrow().tiers())
        .isEqualTo(List.of());
  }

  @Test
  void shouldKeepTheTiersOfOverrides() {
    List<PriceTier> tiers =
        List.of(
            new PriceTier(1_000, Map.of(TokenClass.INPUT, Rate.parse("0.2"))),
            new PriceTier(9_000, CHEAP));
    PriceBookText text =
        PriceBooks.textOf(
            List.of(
                new PriceOverride("house", "m", CHEAP, ModelFacts.UNKNOWN, tiers),
                new PriceOverride("google", "gemini-2.5-pro", CHEAP)));
    PriceBook book =
        PriceBooks.resolve(text.version(), version -> Optional.of(text.bodyJson())).orElseThrow();

    assertThat(text.bodyJson())
        .endsWith(
            "\"tiers\":[{\"above\":1000,\"usd_per_1m_tokens\":{\"input\":\"0.2\"}},{\"above\":9000,"
                + "\"usd_per_1m_tokens\":{\"input\":\"0.1\",\"output\":\"0.4\"}}]}]}");
    assertThat(book.lookup("house", "m").orElseThrow().tiers()).isEqualTo(tiers);
    assertThat(book.lookup("google", "gemini-2.5-pro").orElseThrow().tiers()).isEmpty();
  }

  @Test
  void shouldRefuseTiersThatDoNotRise() {
    PriceTier tier = new PriceTier(1_000, CHEAP);

    assertThatThrownBy(
            () -> new PriceOverride("p", "m", CHEAP, ModelFacts.UNKNOWN, List.of(tier, tier)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sorted");
    assertThatThrownBy(() -> new PriceTier(0, CHEAP)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PriceTier(5, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotResolveATextThatIsNotTheVersions() {
    String version = PriceBooks.textOf(List.of()).version();
    assertThat(PriceBooks.resolve(version, v -> Optional.of("{\"base\":\"2026-07-24.2\"}")))
        .isEmpty();
    assertThat(PriceBooks.resolve(version, v -> Optional.empty())).isEmpty();
    assertThat(PriceBooks.resolve("2020-01-01", v -> Optional.empty())).isEmpty();
    assertThat(PriceBooks.resolve(PriceBooks.builtInVersion(), v -> Optional.empty())).isPresent();
  }

  @Test
  void shouldRefuseAnOverrideWithoutInputOrOutput() {
    assertThatThrownBy(() -> new PriceOverride("p", "m", Map.of(TokenClass.INPUT, Rate.parse("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input and output");
  }
}
