package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.money.NanoDollars;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets, limits and terms of keys as the file says them. */
class AllowancesSectionTest {
  private static final String HASH =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private static FileObjects objects(String text) {
    LoadOutcome outcome =
        SluiceFileLoader.loadText(
            "sluice.yaml", text, Map.of("OPENAI_API_KEY", "set"), EnumSet.allOf(Role.class));
    if (outcome instanceof LoadOutcome.Invalid invalid) {
      throw new AssertionError(invalid.report());
    }
    return ((LoadOutcome.Loaded) outcome).file().objects();
  }

  /** Of a project with the key {@code ci}, beside a model and a provider. */
  private static Allowances allowances(String allowances) {
    return objects(
            """
            providers: { openai: { api_key: "${OPENAI_API_KEY}" } }
            models:
              assistant: { deployments: [ { use: openai/gpt-4o } ] }
              team/large: { deployments: [ { use: openai/gpt-4o } ] }
            projects:
              search:
                keys: [ { name: ci, hash: "sha256:%s" } ]
                %s
            """
                .formatted(HASH, allowances))
        .projects()
        .getFirst()
        .project()
        .allowances();
  }

  private static NanoDollars usd(String amount) {
    return NanoDollars.ofUsd(new BigDecimal(amount));
  }

  private static RateLimit.Bounds bounds(long rpm) {
    return new RateLimit.Bounds(rpm, null, null, null, null);
  }

  @Test
  void shouldReadAllThatABudgetSays() {
    assertThat(
            allowances(
                    """
                    budgets:
                          - name: month
                            limit: 100 USD
                            cycle: weekly
                            timezone: Europe/Berlin
                            alerts: [100, 50]
                            mode: soft
                            min_output_tokens: 1_000
                            each: user
                            for: { model: "openai/*", key: ci, tag: "env:prod" }
                    """)
                .budgets())
        .containsExactly(
            new Budget(
                "month",
                usd("100"),
                Cycle.WEEKLY,
                ZoneId.of("Europe/Berlin"),
                Each.USER,
                new Matching("openai/*", "", "ci", "env:prod"),
                false,
                List.of(50, 100),
                1_000));
  }

  @Test
  void shouldTakeDefaultsForWhatABudgetDoesNotSay() {
    assertThat(allowances("budgets: [ { limit: 2 USD } ]").budgets())
        .containsExactly(Budget.of("monthly", usd("2"), Cycle.MONTHLY));
  }

  @ParameterizedTest
  @CsvSource({
    "100 USD, 100",
    "0.50 USD, 0.5",
    "1_000 USD, 1000",
    "0.000000001 USD, 0.000000001",
    "1_000_000_000 USD, 1000000000"
  })
  void shouldReadAmounts(String written, String amount) {
    assertThat(allowances("budgets: [ { limit: " + written + " } ]").budgets())
        .extracting(Budget::limit)
        .containsExactly(usd(amount));
  }

  @Test
  void shouldReadHardAndNoAlerts() {
    assertThat(allowances("budgets: [ { limit: 1 USD, mode: hard, alerts: [] } ]").budgets())
        .allMatch(Budget::hard)
        .allMatch(budget -> budget.alerts().isEmpty());
  }

  @Test
  void shouldReadOneLimitAsAMapping() {
    assertThat(
            allowances(
                    "limits: { rpm: 600, tpm: 200_000, rpd: 10_000, tpd: 5_000_000,"
                        + " concurrency: 50, on_limit: wait }")
                .limits())
        .containsExactly(
            new RateLimit(
                "all",
                Each.NONE,
                Matching.ANY,
                new RateLimit.Bounds(600L, 200_000L, 10_000L, 5_000_000L, 50L),
                OnLimit.WAIT));
  }

  @Test
  void shouldReadLimitsAsAList() {
    assertThat(
            allowances(
                    """
                    limits:
                          - { name: every-one, rpm: 600 }
                          - { each: user, rpm: 10 }
                          - { for: { model: "openai/*" }, rpm: 100, on_limit: refuse }
                          - { for: { user: ann }, rpm: 1 }
                    """)
                .limits())
        .containsExactly(
            new RateLimit("every-one", Each.NONE, Matching.ANY, bounds(600)),
            new RateLimit("user", Each.USER, Matching.ANY, bounds(10)),
            new RateLimit(
                "model-openai-any", Each.NONE, new Matching("openai/*", "", "", ""), bounds(100)),
            new RateLimit("user-ann", Each.NONE, new Matching("", "ann", "", ""), bounds(1)));
  }

  @Test
  void shouldKeepTheNameWhenTheAmountChanges() {
    assertThat(allowances("budgets: [ { limit: 1 USD, each: user, alerts: [50] } ]").budgets())
        .extracting(Budget::name)
        .isEqualTo(
            allowances("budgets: [ { limit: 2 USD, each: user, mode: soft } ]").budgets().stream()
                .map(Budget::name)
                .toList())
        .containsExactly("monthly-user");
    assertThat(allowances("limits: [ { rpm: 1 } ]").limits())
        .extracting(RateLimit::name)
        .isEqualTo(
            allowances("limits: { tpm: 2, concurrency: 3 }").limits().stream()
                .map(RateLimit::name)
                .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assistant",
        "team/large",
        "team/*",
        "openai/anything",
        "openai/*",
        "*/gpt-4o",
        "open*/gpt-4o",
        "*",
        "gpt-*",
        "simulator/echo"
      })
  void shouldTakePatternsOfWhatCallersAskFor(String pattern) {
    String quoted = "\"" + pattern + "\"";

    assertThat(allowances("limits: { rpm: 1, for: { model: " + quoted + " } }").limits())
        .extracting(limit -> limit.matching().model())
        .containsExactly(pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"openai/anything", "openai/*", "*/gpt-4o", "open*/gpt-4o", "*", "*gpt*", "*/*"})
  void shouldTakePatternsOfDeployments(String pattern) {
    String quoted = "\"" + pattern + "\"";

    assertThat(
            allowances("budgets: [ { limit: 1 USD, for: { model: " + quoted + " } } ]").budgets())
        .extracting(budget -> budget.matching().model())
        .containsExactly(pattern);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ci", "key_0123456789ab"})
  void shouldTakeAKeyByNameAndById(String key) {
    assertThat(allowances("budgets: [ { limit: 1 USD, for: { key: " + key + " } } ]").budgets())
        .extracting(budget -> budget.matching().key())
        .containsExactly(key);
  }

  @Test
  void shouldReadTheTermsOfAKey() {
    VirtualKey key =
        objects(
                """
                providers: { openai: { api_key: "${OPENAI_API_KEY}" } }
                models: { assistant: { deployments: [ { use: openai/gpt-4o } ] } }
                projects:
                  search:
                    keys:
                      - name: ci
                        hash: "sha256:%s"
                        models: ["openai/*", assistant]
                        networks: [10.0.0.0/8, "2001:db8::7"]
                        owner: "Ann, search team"
                        tags: [ci, "env:prod"]
                        limits: { rpm: 10 }
                        budgets: [ { limit: 5 USD, cycle: total, for: { key: ci } } ]
                """
                    .formatted(HASH))
            .projects()
            .getFirst()
            .keys()
            .getFirst();

    Budget budget =
        new Budget(
            "total-key-ci",
            usd("5"),
            Cycle.TOTAL,
            ZoneId.of("UTC"),
            Each.NONE,
            new Matching("", "", "ci", ""),
            true,
            Budget.DEFAULT_ALERTS,
            Budget.DEFAULT_MIN_OUTPUT_TOKENS);
    assertThat(key.terms())
        .isEqualTo(
            new KeyTerms(
                List.of("openai/*", "assistant"),
                List.of("10.0.0.0/8", "2001:db8::7"),
                "Ann, search team",
                List.of("ci", "env:prod"),
                new Allowances(
                    List.of(budget),
                    List.of(new RateLimit("all", Each.NONE, Matching.ANY, bounds(10))))));
  }

  @Test
  void shouldReadThoseOfAnAccountForKeysOfItsProjects() {
    Account account =
        objects(
                """
                projects:
                  search: { keys: [ { name: ci, hash: "sha256:%s" } ] }
                  other: {}
                accounts:
                  acme:
                    projects: [search, other]
                    budgets: [ { limit: 1000 USD } ]
                    limits: { rpm: 10, for: { key: ci } }
                """
                    .formatted(HASH))
            .accounts()
            .getFirst();

    assertThat(account.allowances())
        .isEqualTo(
            new Allowances(
                List.of(Budget.of("monthly", usd("1000"), Cycle.MONTHLY)),
                List.of(
                    new RateLimit(
                        "key-ci", Each.NONE, new Matching("", "", "ci", ""), bounds(10)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"limits:", "limits: []", "budgets:", "budgets: []", "limits: []\n    budgets: []"})
  void shouldTakeNothingForNone(String text) {
    assertThat(allowances(text)).isEqualTo(Allowances.NONE);
  }

  @Test
  void shouldTellAllProblemsOfAnOwnerAtOnce() {
    LoadOutcome.Invalid outcome =
        (LoadOutcome.Invalid)
            SluiceFileLoader.loadText(
                "sluice.yaml",
                """
                projects:
                  search:
                    limits:
                      - { rpm: 0 }
                      - { on_limit: wayt, rpm: 1 }
                    budgets:
                      - { limit: 5 EUR, cycle: montly, timezone: Nowhere }
                      - { each: usr, limit: 1 USD, for: { model: x, key: y } }
                    keys:
                      - { name: ci, hash: "sha256:%s", networks: [ 10.0.0.1/8 ], owner: "" }
                """
                    .formatted(HASH),
                Map.of(),
                EnumSet.allOf(Role.class));

    assertThat(outcome.problems())
        .extracting(problem -> problem.line() + " " + problem.path())
        .containsExactly(
            "4 projects.search.limits[0].rpm",
            "5 projects.search.limits[1].name",
            "5 projects.search.limits[1].on_limit",
            "7 projects.search.budgets[0].limit",
            "7 projects.search.budgets[0].cycle",
            "7 projects.search.budgets[0].timezone",
            "8 projects.search.budgets[1].each",
            "8 projects.search.budgets[1].for.model",
            "8 projects.search.budgets[1].for.key",
            "10 projects.search.keys[0].networks[0]",
            "10 projects.search.keys[0].owner");
  }
}
