package dev.sluice.router.admission;

import static dev.sluice.router.admission.Asking.INPUT_COST;
import static dev.sluice.router.admission.Asking.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.Cycle;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.RateLimit;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.request.AdmissionNotes;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfiguredAdmissionTest {
  private static final long OUTPUT = 100;
  private static final long COST = INPUT_COST + OUTPUT * 2_000;

  @Test
  void shouldHoldTheWorstCaseWhenItFitsExactly() {
    Asking asking = new Asking(List.of(budget("month", COST)), List.of());

    AdmissionDecision first = asking.take(asking.envelope("priced", OUTPUT, ""), T0);
    AdmissionDecision second = asking.take(asking.envelope("priced", OUTPUT, ""), T0);

    assertThat(granted(first).reservedNanoUsd()).isEqualTo(COST);
    assertThat(granted(first).outputLimit()).isNull();
    assertThat(refused(second).error().getKind()).isEqualTo(ErrorKind.BUDGET_EXCEEDED.wireName());
    assertThat(refused(second).error().getMessage())
        .contains(
            "budget_exceeded",
            "'month' of project search",
            "limit 0.00021 USD, spent 0 USD, reserved 0.00021 USD",
            "may cost up to 0.00021 USD",
            "does not reset");
  }

  @Test
  void shouldLowerTheOutputLimitToTheMostThatFits() {
    Asking asking = new Asking(List.of(budget("month", COST - 1)), List.of());

    AdmissionDecision decided = asking.take(asking.envelope("priced", OUTPUT, ""), T0);

    assertThat(granted(decided).outputLimit()).isEqualTo(OUTPUT - 1);
    assertThat(granted(decided).reservedNanoUsd()).isEqualTo(COST - 2_000);
    assertThat(notes(granted(decided).notes()).getClampedOutputLimit()).isEqualTo(OUTPUT - 1);
  }

  @Test
  void shouldRefuseWhenLessOutputThanTheMinimumFits() {
    long minimum = INPUT_COST + 64 * 2_000;
    Asking enough = new Asking(List.of(budget("month", minimum)), List.of());
    Asking less = new Asking(List.of(budget("month", minimum - 1)), List.of());

    assertThat(granted(enough.ask(enough.envelope("priced", OUTPUT, ""), T0)).outputLimit())
        .isEqualTo(64);
    assertThat(less.ask(less.envelope("priced", OUTPUT, ""), T0))
        .isInstanceOf(AdmissionDecision.Refused.class);
  }

  @Test
  void shouldServeWhatCostsNothingOnAnEmptyBudget() {
    Asking asking = new Asking(List.of(budget("month", COST)), List.of());
    asking.take(asking.envelope("priced", OUTPUT, ""), T0);

    AdmissionDecision decided = asking.ask(asking.envelope("free", OUTPUT, ""), T0);

    assertThat(granted(decided).reservedNanoUsd()).isZero();
  }

  @Test
  void shouldRefuseWhatHasNoPriceUnderAHardBudgetOnly() {
    Asking hard = new Asking(List.of(budget("month", COST)), List.of());
    Asking soft = new Asking(List.of(soft("month", COST)), List.of());

    AdmissionDecision refused = hard.ask(hard.envelope("unknown", OUTPUT, ""), T0);

    assertThat(refused(refused).error().getKind()).isEqualTo(ErrorKind.UNPRICED.wireName());
    assertThat(refused(refused).error().getMessage()).contains("p/unknown", "sluice apply -f");
    assertThat(granted(soft.ask(soft.envelope("unknown", OUTPUT, ""), T0)).reservedNanoUsd())
        .isNull();
  }

  @Test
  void shouldNeverRefuseForASoftBudgetButCountIt() {
    Asking asking = new Asking(List.of(soft("month", 1)), List.of());

    AdmissionDecision decided = asking.take(asking.envelope("priced", OUTPUT, ""), T0);

    assertThat(granted(decided).reservedNanoUsd()).isEqualTo(COST);
    assertThat(asking.counters.budget("project/search/month").reserved(0)).isEqualTo(COST);
  }

  @Test
  void shouldHoldAgainstAllThatApplyAndRefuseForTheTightest() {
    Asking asking =
        new Asking(
            List.of(
                budget("all", 10 * COST),
                budget("users", COST, Each.USER, Matching.ANY),
                budget("tags", 10 * COST, Each.TAG, Matching.ANY),
                budget("others", 1, Each.NONE, new Matching("other/*", "", "", "")),
                budget("bob", 1, Each.NONE, new Matching("", "bob", "", "")),
                budget("night", 1, Each.NONE, new Matching("", "", "", "night"))),
            List.of());

    AdmissionDecision first =
        asking.take(asking.envelope("priced", OUTPUT, "ann", "a", "b", "a"), T0);
    AdmissionDecision again = asking.take(asking.envelope("priced", OUTPUT, "ann"), T0);
    AdmissionDecision other = asking.take(asking.envelope("priced", OUTPUT, "cid"), T0);
    AdmissionDecision nobody = asking.take(asking.envelope("priced", OUTPUT, ""), T0);

    assertThat(granted(first).budgets())
        .extracting(hold -> hold.getBudget())
        .containsExactlyInAnyOrder(
            "project/search/all",
            "project/search/users@ann",
            "project/search/tags@a",
            "project/search/tags@b");
    assertThat(refused(again).error().getMessage())
        .contains("'users' of project search for user ann");
    assertThat(granted(other).budgets()).hasSize(2);
    assertThat(granted(nobody).budgets()).hasSize(1);
  }

  @Test
  void shouldNotTellTheSumsOfABudgetThatProjectsShare() {
    Allowances shared = new Allowances(List.of(budget("cap", 1)), List.of());
    Asking asking =
        new Asking(
            new Project("search"),
            new Project("support"),
            Asking.group("acme", shared, "search", "support"));

    AdmissionDecision decided = asking.ask(asking.envelope("priced", OUTPUT, ""), T0);

    assertThat(refused(decided).error().getMessage())
        .contains("'cap' of account acme")
        .doesNotContain("spent", "0.000000001");
    assertThat(refused(decided).notes()).isNull();
  }

  @Test
  void shouldBeginANewCycleAtMidnightOfTheZone() {
    Asking asking =
        new Asking(
            List.of(
                new Budget(
                    "day",
                    new NanoDollars(COST),
                    Cycle.DAILY,
                    ZoneId.of("Europe/Berlin"),
                    Each.NONE,
                    Matching.ANY,
                    true,
                    List.of(),
                    64)),
            List.of());
    long midnight = java.time.Instant.parse("2027-03-28T22:00:00Z").toEpochMilli();

    AdmissionDecision before = asking.take(asking.envelope("priced", OUTPUT, ""), midnight - 1);
    AdmissionDecision same = asking.take(asking.envelope("priced", OUTPUT, ""), midnight - 1);
    AdmissionDecision after = asking.take(asking.envelope("priced", OUTPUT, ""), midnight);

    assertThat(granted(before).budgets().getFirst().getCycleEndMs()).isEqualTo(midnight);
    assertThat(granted(before).budgets().getFirst().getCycleStartMs())
        .as("a day of 23 hours")
        .isEqualTo(midnight - 23 * 3_600_000L);
    assertThat(refused(same).error().getMessage()).contains("resets at 2027-03-28T22:00:00Z");
    assertThat(granted(after).reservedNanoUsd()).isEqualTo(COST);
  }

  @Test
  void shouldAdmitExactlySoManyInAnyMinute() {
    Asking asking = new Asking(List.of(), List.of(limit(3L, null, null)));

    for (int i = 0; i < 3; i++) {
      granted(asking.take(asking.envelope("priced", OUTPUT, ""), T0 + i * 20_000));
    }
    AdmissionDecision early = asking.take(asking.envelope("priced", OUTPUT, ""), T0 + 59_999);
    AdmissionDecision late = asking.take(asking.envelope("priced", OUTPUT, ""), T0 + 60_050);
    AdmissionDecision next = asking.take(asking.envelope("priced", OUTPUT, ""), T0 + 60_051);

    assertThat(refused(early).error().getKind()).isEqualTo(ErrorKind.RATE_LIMITED.wireName());
    assertThat(refused(early).error().getRetryAfterMs()).isEqualTo(51);
    assertThat(notes(refused(early).notes()).getRequestsRemaining()).isZero();
    assertThat(notes(granted(late).notes()).getRequestLimit()).isEqualTo(3);
    assertThat(notes(granted(late).notes()).getRequestsRemaining()).isZero();
    assertThat(refused(next).error().getRetryAfterMs()).isEqualTo(20_000 - 1);
  }

  @Test
  void shouldCountWhatIsNotReadBackYetInAnyWindow() {
    Asking asking = new Asking(List.of(), List.of(limit(1L, null, null)));
    var envelope = asking.envelope("priced", OUTPUT, "");
    var granted = granted(asking.ask(envelope, T0));
    asking.counters.anticipate(asking.decision(envelope, granted, T0));

    AdmissionDecision later = asking.ask(asking.envelope("priced", OUTPUT, ""), T0 + 3_600_000);

    assertThat(later).isInstanceOf(AdmissionDecision.Refused.class);
  }

  @Test
  void shouldTakeTokensAsEstimatedAndRefuseForGoodWhatNeverFits() {
    Asking asking = new Asking(List.of(), List.of(limit(null, 250L, null)));

    AdmissionDecision first = asking.take(asking.envelope("priced", 200, ""), T0);
    AdmissionDecision second = asking.take(asking.envelope("priced", 200, ""), T0);
    AdmissionDecision never = asking.take(asking.envelope("priced", 300, ""), T0);

    assertThat(notes(granted(first).notes()).getTokensRemaining()).isEqualTo(250 - 203);
    assertThat(refused(second).error().getMessage())
        .contains("for tokens", "tpm of project search");
    assertThat(refused(never).error().getKind()).isEqualTo(ErrorKind.TOO_LARGE.wireName());
    assertThat(refused(never).error().getRetryAfterMs()).isNull();
  }

  @Test
  void shouldRefuseBeyondSoManyAtOnce() {
    Asking asking = new Asking(List.of(), List.of(limit(null, null, 1L)));

    granted(asking.take(asking.envelope("priced", OUTPUT, ""), T0));
    AdmissionDecision second = asking.take(asking.envelope("priced", OUTPUT, ""), T0 + 3_600_000);

    assertThat(refused(second).error().getMessage()).contains("concurrency of project search");
  }

  private static Budget budget(String name, long limit) {
    return budget(name, limit, Each.NONE, Matching.ANY);
  }

  private static Budget budget(String name, long limit, Each each, Matching matching) {
    return new Budget(
        name,
        new NanoDollars(limit),
        Cycle.TOTAL,
        ZoneId.of("UTC"),
        each,
        matching,
        true,
        List.of(),
        64);
  }

  private static Budget soft(String name, long limit) {
    return new Budget(
        name,
        new NanoDollars(limit),
        Cycle.TOTAL,
        ZoneId.of("UTC"),
        Each.NONE,
        Matching.ANY,
        false,
        List.of(),
        64);
  }

  private static RateLimit limit(
      @Nullable Long rpm, @Nullable Long tpm, @Nullable Long concurrency) {
    return new RateLimit(
        "limits", Each.NONE, Matching.ANY, new RateLimit.Bounds(rpm, tpm, null, null, concurrency));
  }

  private static AdmissionDecision.Granted granted(AdmissionDecision decision) {
    assertThat(decision).isInstanceOf(AdmissionDecision.Granted.class);
    return (AdmissionDecision.Granted) decision;
  }

  private static AdmissionDecision.Refused refused(AdmissionDecision decision) {
    assertThat(decision).isInstanceOf(AdmissionDecision.Refused.class);
    return (AdmissionDecision.Refused) decision;
  }

  private static AdmissionNotes notes(@Nullable AdmissionNotes notes) {
    return Objects.requireNonNull(notes, "there are notes");
  }
}
