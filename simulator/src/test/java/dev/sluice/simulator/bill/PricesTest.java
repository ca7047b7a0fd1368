package dev.sluice.simulator.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {

  private static final Path LIST = Path.of("../../shared/fixtures/model-prices.csv");
  private static final Set<String> OUR_OWN =
      Set.of("echo", "tool-call", "two-tier", "gpt-4o-audio-preview");

  private final Prices prices = Prices.builtIn();

  @Test
  void shouldFindModelsByNamePrefixAndDate() {
    Rate mini = prices.of("gpt-4o-mini").orElseThrow();

    assertThat(mini).isEqualTo(new Rate(150_000, 75_000, 150_000, 150_000, 150_000, 600_000));
    assertThat(prices.of("openai/gpt-4o-mini")).hasValue(mini);
    assertThat(prices.of("gpt-4o-mini-2031-01-01")).hasValue(mini);
    assertThat(prices.of("claude-haiku-4-5-20251001")).isEqualTo(prices.of("claude-haiku-4-5"));
    assertThat(prices.of("gpt-4o-2024-05-13")).isNotEqualTo(prices.of("gpt-4o"));
    assertThat(prices.of("nobody-knows")).isEmpty();
  }

  @Test
  void shouldSumExactlyAndRoundUpOnce() {
    Rate fine = new Rate(37_500, 1, 0, 0, 0, 600_000);

    assertThat(fine.nanoDollars(new Tokens(1, 0, 0, 0, 0, 0))).isEqualTo(38);
    assertThat(fine.nanoDollars(new Tokens(2, 0, 0, 0, 0, 0))).isEqualTo(75);
    assertThat(fine.nanoDollars(new Tokens(2, 1, 0, 0, 1, 1))).isEqualTo(1276);
    assertThat(fine.nanoDollars(Tokens.NONE)).isZero();
    assertThatThrownBy(() -> Rate.picoDollarsPerToken(new BigDecimal("0.0000001")))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldChargeWritesForAnHourAtTwiceTheInputOfAnthropicsModels() {
    Rate sonnet = prices.of("claude-sonnet-4-5").orElseThrow();

    assertThat(sonnet.nanoDollars(new Tokens(0, 0, 1_000, 0, 0, 0, 0))).isEqualTo(3_750_000);
    assertThat(sonnet.nanoDollars(new Tokens(0, 0, 0, 1_000, 0, 0, 0))).isEqualTo(6_000_000);
  }

  @Test
  void shouldChargeAllOfALongPromptAtOtherPrices() {
    Rate rate = prices.of("two-tier").orElseThrow();

    assertThat(rate.nanoDollars(new Tokens(600, 400, 0, 0, 10, 0))).isEqualTo(126_000);
    assertThat(rate.nanoDollars(new Tokens(601, 400, 0, 0, 10, 0))).isEqualTo(249_300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m,3,,,,,3,200", "m,2,,,,,2,100", "m,3,,,,,3,"})
  void shouldRefuseAThirdPriceOfAModel(String third) {
    // Given
    String list = "header\nm,1,,,,,1,\nm,2,,,,,2,100\n";

    // When
    ThrowingCallable reading =
        () -> Prices.read(new BufferedReader(new StringReader(list + third)));

    // Then
    assertThatThrownBy(reading)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("once more for long prompts: m");
  }

  @Test
  void shouldRefuseAPriceForLongPromptsWithoutAnOrdinaryOne() {
    assertThatThrownBy(
            () -> Prices.read(new BufferedReader(new StringReader("header\nm,2,,,,,2,100"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ordinary");
  }

  @Test
  void shouldAgreeWithTheListOfPublicPrices() throws Exception {
    Assumptions.assumeTrue(Files.isReadable(LIST), "no public price list beside the repository");
    Map<String, String[]> rows = new HashMap<>();
    for (String line : Files.readAllLines(LIST)) {
      String[] cells = line.split(",", -1);
      if (Set.of("openai", "anthropic", "google").contains(cells[0])) {
        rows.put(cells[1], cells);
      }
    }
    int compared = 0;
    for (String model : prices.models()) {
      String[] row = rows.get(model);
      if (row != null && !OUR_OWN.contains(model)) {
        Rate ours = prices.of(model).orElseThrow();
        assertThat(ours.input()).as(model).isEqualTo(pico(row[3]));
        assertThat(ours.output()).as(model).isEqualTo(pico(row[4]));
        if (!row[5].isEmpty() && !row[5].equals("0")) {
          assertThat(ours.cachedInput()).as(model).isEqualTo(pico(row[5]));
        }
        if (!row[6].isEmpty()) {
          assertThat(ours.cacheWrite()).as(model).isEqualTo(pico(row[6]));
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(25);
  }

  private static long pico(String price) {
    return Rate.picoDollarsPerToken(new BigDecimal(price));
  }
}
