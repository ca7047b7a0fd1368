package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.money.NanoDollars;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the records of budgets, limits and terms take. */
class AllowancesTest {
  private static final NanoDollars ONE = new NanoDollars(1);

  private static Budget budget(NanoDollars limit, List<Integer> alerts, long minOutputTokens) {
    return new Budget(
        "b",
        limit,
        Cycle.DAILY,
        ZoneId.of("UTC"),
        Each.NONE,
        Matching.ANY,
        true,
        alerts,
        minOutputTokens);
  }

  private static RateLimit limit(String name) {
    return new RateLimit(
        name, Each.NONE, Matching.ANY, new RateLimit.Bounds(1L, null, null, null, null));
  }

  private static Arguments refused(String what, ThrowingCallable made, String why) {
    return Arguments.of(what, made, why);
  }

  static Stream<Arguments> refused() {
    return Stream.concat(refusedAllowances(), refusedTerms());
  }

  private static Stream<Arguments> refusedAllowances() {
    long most = RateLimit.Bounds.MOST;
    return Stream.of(
        refused("name", () -> Budget.of("Month", ONE, Cycle.DAILY), "a budget needs a name"),
        refused("nothing", () -> budget(NanoDollars.ZERO, List.of(), 1), "limit is above 0"),
        refused("debt", () -> budget(new NanoDollars(-1), List.of(), 1), "limit is above 0"),
        refused(
            "too much",
            () -> budget(Budget.MOST.plus(ONE), List.of(), 1),
            "at most 1000000000 USD"),
        refused("alert at 0", () -> budget(ONE, List.of(0), 1), "alerts are percentages"),
        refused("late alert", () -> budget(ONE, List.of(1_001), 1), "alerts are percentages"),
        refused("no output", () -> budget(ONE, List.of(), 0), "min_output_tokens is at least 1"),
        refused("limit's name", () -> limit("a.b"), "a limit needs a name"),
        refused(
            "no bound",
            () -> new RateLimit.Bounds(null, null, null, null, null),
            "at least one of rpm"),
        refused("rpm", () -> new RateLimit.Bounds(0L, null, null, null, null), "rpm is from 1 to"),
        refused("tpm", () -> new RateLimit.Bounds(1L, -1L, null, null, null), "tpm is from 1 to"),
        refused(
            "rpd", () -> new RateLimit.Bounds(1L, 1L, most + 1, null, null), "rpd is from 1 to"),
        refused("tpd", () -> new RateLimit.Bounds(1L, 1L, 1L, 0L, null), "tpd is from 1 to"),
        refused(
            "concurrency",
            () -> new RateLimit.Bounds(1L, 1L, 1L, 1L, 0L),
            "concurrency is from 1 to"),
        refused(
            "two of a name",
            () -> new Allowances(List.of(), List.of(limit("a"), limit("a"))),
            "two limits are called a"),
        refused(
            "too many",
            () ->
                new Allowances(
                    IntStream.rangeClosed(0, Allowances.MOST)
                        .mapToObj(i -> Budget.of("b" + i, ONE, Cycle.DAILY))
                        .toList(),
                    List.of()),
            "at most 32 budgets"));
  }

  private static Stream<Arguments> refusedTerms() {
    Allowances none = Allowances.NONE;
    List<String> no = List.of();
    return Stream.of(
        refused(
            "model",
            () -> new KeyTerms(List.of("a b"), no, "", no, none),
            "this needs a model name"),
        refused(
            "network",
            () -> new KeyTerms(no, List.of("10.0.0.1/8"), "", no, none),
            "no bits set behind its prefix"),
        refused("tag", () -> new KeyTerms(no, no, "", List.of("a b"), none), "this needs a tag"),
        refused(
            "owner with a line end",
            () -> new KeyTerms(no, no, "a\nb", no, none),
            "this needs an owner"),
        refused(
            "long owner",
            () -> new KeyTerms(no, no, "a".repeat(257), no, none),
            "this needs an owner"),
        refused(
            "many models",
            () -> new KeyTerms(Collections.nCopies(65, "*"), no, "", no, none),
            "at most 64 models"),
        refused(
            "many networks",
            () -> new KeyTerms(no, Collections.nCopies(65, "::1"), "", no, none),
            "at most 64 models and networks"),
        refused(
            "many tags",
            () ->
                new KeyTerms(
                    no, no, "", IntStream.range(0, 17).mapToObj(i -> "t" + i).toList(), none),
            "16 tags"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void shouldRefuse(String what, ThrowingCallable made, String why) {
    assertThatThrownBy(made)
        .as(what)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldTakeWhatIsJustInBounds() {
    assertThat(budget(Budget.MOST, List.of(1_000, 1, 80, 1), 1).alerts())
        .containsExactly(1, 80, 1_000);
    long most = RateLimit.Bounds.MOST;
    assertThat(new RateLimit.Bounds(1L, most, null, null, 1L).tpm()).isEqualTo(most);
    List<Budget> budgets =
        IntStream.range(0, Allowances.MOST)
            .mapToObj(i -> Budget.of("b" + i, ONE, Cycle.DAILY))
            .toList();
    assertThat(new Allowances(budgets, List.of(limit("b0"))).isEmpty()).isFalse();
    assertThat(Allowances.NONE.isEmpty()).isTrue();
    assertThat(new KeyTerms(List.of(), List.of(), "a".repeat(256), List.of(), Allowances.NONE))
        .isNotNull();
  }

  @Test
  void shouldHaveTheDefaultsThatAreDocumented() {
    Budget budget = Budget.of("b", ONE, Cycle.DAILY);

    assertThat(budget.alerts()).containsExactly(80, 90, 100);
    assertThat(budget.minOutputTokens()).isEqualTo(64);
    assertThat(budget.hard()).isTrue();
    assertThat(budget.zone()).isEqualTo(ZoneId.of("UTC"));
  }

  @Test
  void shouldKeepTagsSortedAndOnce() {
    KeyTerms terms =
        new KeyTerms(List.of(), List.of(), "", List.of("b", "a", "b"), Allowances.NONE);

    assertThat(terms.tags()).containsExactly("a", "b");
  }

  @Test
  void shouldTakeTheModelsOfAnyOfItsPatterns() {
    KeyTerms terms =
        new KeyTerms(List.of("openai/*", "assistant"), List.of(), "", List.of(), Allowances.NONE);

    assertThat(terms.takesModel("openai/gpt-4o")).isTrue();
    assertThat(terms.takesModel("assistant")).isTrue();
    assertThat(terms.takesModel("assistant-2")).isFalse();
    assertThat(terms.takesModel("anthropic/claude-haiku-4-5")).isFalse();
    assertThat(KeyTerms.NONE.takesModel("anything")).isTrue();
  }
}
