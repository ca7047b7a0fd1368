package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {
  private static Scope scope(Each each, String model, String user, String key, String tag) {
    return new Scope(each, new Matching(model, user, key, tag));
  }

  @ParameterizedTest(name = "{5} and {6}")
  @CsvSource({
    "NONE, '', '', '', '', monthly, all",
    "USER, '', '', '', '', monthly-user, user",
    "KEY, '', '', '', '', monthly-key, key",
    "TAG, '', '', '', '', monthly-tag, tag",
    "NONE, openai/*, '', '', '', monthly-model-openai-any, model-openai-any",
    "NONE, *, '', '', '', monthly-model-any, model-any",
    "NONE, *mini*, '', '', '', monthly-model-any-mini-any, model-any-mini-any",
    "NONE, openai/gpt-4.1, '', '', '', monthly-model-openai-gpt-4-1, model-openai-gpt-4-1",
    "NONE, '', Ann@Example.com, '', '', monthly-user-ann-example-com, user-ann-example-com",
    "NONE, '', Jürgen, '', '', monthly-user-jufcrgen, user-jufcrgen",
    "NONE, '', !?, '', '', monthly-user, user",
    "NONE, '', '', key_0123456789ab, '', monthly-key-key_0123456789ab, key-key_0123456789ab",
    "NONE, '', '', '', env:prod, monthly-tag-env-prod, tag-env-prod",
    "USER, openai/*, '', ci, '', monthly-user-model-openai-any-key-ci, user-model-openai-any-key-ci"
  })
  void shouldNameByWhatItIsFor(
      Each each, String model, String user, String key, String tag, String budget, String limit) {
    Scope scope = scope(each, model, user, key, tag);

    assertThat(scope.budgetName(Cycle.MONTHLY)).isEqualTo(budget);
    assertThat(scope.limitName()).isEqualTo(limit);
    assertThat(Names.isName(budget) && Names.isName(limit)).isTrue();
  }

  @Test
  void shouldNameByTheCycle() {
    Scope scope = scope(Each.USER, "", "", "", "");

    assertThat(scope.budgetName(Cycle.DAILY)).isEqualTo("daily-user");
    assertThat(scope.budgetName(Cycle.TOTAL)).isEqualTo("total-user");
  }

  @Test
  void shouldShortenLongNamesAndStillTellThemApart() {
    String user = "a".repeat(100);
    String one = scope(Each.NONE, "", user + "1", "", "").limitName();
    String other = scope(Each.NONE, "", user + "2", "", "").limitName();

    assertThat(one)
        .isEqualTo(
            "user-" + "a".repeat(49) + "-" + "%08x".formatted(("user-" + user + "1").hashCode()));
    assertThat(other).hasSize(63).isNotEqualTo(one);
    assertThat(Names.isName(one) && Names.isName(other)).isTrue();
  }

  @Test
  void shouldNotShortenWhatFits() {
    assertThat(scope(Each.NONE, "", "a".repeat(58), "", "").limitName())
        .isEqualTo("user-" + "a".repeat(58));
  }
}
