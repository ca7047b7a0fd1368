package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the budgets and limits of an account, a project or a virtual key. */
final class AllowancesSection {
  private final ModelPatterns patterns;

  AllowancesSection(ModelPatterns patterns) {
    this.patterns = patterns;
  }

  /**
   * Those of one owner; fewer where problems are noted.
   *
   * @param keys names and ids of the virtual keys that a budget or limit may be for
   */
  Allowances read(YamlSection owner, Collection<String> keys) {
    LimitSection limits =
        new LimitSection(new ScopeSection(patterns, ModelPatterns.Against.REQUESTS, keys));
    BudgetSection budgets =
        new BudgetSection(new ScopeSection(patterns, ModelPatterns.Against.DEPLOYMENTS, keys));
    List<YamlSection> limitItems = owner.listOrOne("limits");
    List<YamlSection> budgetItems = owner.list("budgets");
    List<RateLimit> readLimits = each(limitItems, limits::read);
    List<Budget> readBudgets = each(budgetItems, budgets::read);
    boolean fit =
        isFew(owner, "limits", limitItems.size()) & isFew(owner, "budgets", budgetItems.size());
    return fit ? new Allowances(readBudgets, readLimits) : Allowances.NONE;
  }

  private static <T> List<T> each(
      List<YamlSection> items, Function<YamlSection, Optional<T>> read) {
    List<T> each = new ArrayList<>();
    items.forEach(item -> read.apply(item).ifPresent(each::add));
    return each;
  }

  private static boolean isFew(YamlSection owner, String key, int size) {
    if (size > Allowances.MOST) {
      owner.problem(
          owner.keyAt(key),
          owner.pathOf(key),
          "expected at most " + Allowances.MOST + " " + key + ", found " + size,
          "take some out, or write one with each: user, key or tag");
    }
    return size <= Allowances.MOST;
  }
}
