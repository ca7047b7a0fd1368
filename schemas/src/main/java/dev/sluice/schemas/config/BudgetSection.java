package dev.sluice.schemas.config;

import dev.sluice.schemas.money.NanoDollars;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the budgets of one owner. Used by one thread. */
final class BudgetSection {
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final ScopeSection scopes;
  private final ItemNames names = new ItemNames();

  BudgetSection(ScopeSection scopes) {
    this.scopes = scopes;
  }

  /** One of them; empty with problems noted where it is wrong or has the name of another. */
  Optional<Budget> read(YamlSection item) {
    Optional<NanoDollars> limit = item.value("limit", BudgetForms.AMOUNT);
    if (!item.has("limit")) {
      item.problem(
          item.at(), item.pathOf("limit"), "is missing", "write for example limit: 100 USD");
    }
    Optional<Cycle> cycle = BudgetForms.valueOr(item, "cycle", BudgetForms.CYCLE, Cycle.MONTHLY);
    Optional<Scope> scope = scopes.read(item);
    Optional<String> name =
        names.of(item, cycle.flatMap(one -> scope.map(known -> known.budgetName(one))));
    ZoneId zone = item.value("timezone", BudgetForms.ZONE, UTC);
    boolean hard = item.value("mode", BudgetForms.HARD, true);
    List<Integer> alerts = alerts(item);
    long minOutput =
        item.value(
            "min_output_tokens", BudgetForms.OUTPUT_TOKENS, Budget.DEFAULT_MIN_OUTPUT_TOKENS);
    item.finish();
    if (limit.isEmpty() || cycle.isEmpty() || scope.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Budget(
            name.get(),
            limit.get(),
            cycle.get(),
            zone,
            scope.get().each(),
            scope.get().matching(),
            hard,
            alerts,
            minOutput));
  }

  private static List<Integer> alerts(YamlSection item) {
    List<Integer> alerts = new ArrayList<>();
    for (Scalar scalar : item.scalars("alerts")) {
      item.parse(scalar, BudgetForms.PERCENT).map(Long::intValue).ifPresent(alerts::add);
    }
    return item.has("alerts") ? alerts : Budget.DEFAULT_ALERTS;
  }
}
