package dev.sluice.schemas.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Budgets and limits of one owner: an account, a project or a virtual key. */
public record Allowances(List<Budget> budgets, List<RateLimit> limits) {
  public static final Allowances NONE = new Allowances(List.of(), List.of());

  /** More of either would be looked at for each request. */
  public static final int MOST = 32;

  public Allowances {
    budgets = List.copyOf(budgets);
    limits = List.copyOf(limits);
    require(budgets.stream().map(Budget::name).toList(), "budgets");
    require(limits.stream().map(RateLimit::name).toList(), "limits");
  }

  private static void require(List<String> names, String what) {
    if (names.size() > MOST) {
      throw new IllegalArgumentException("there are at most " + MOST + " " + what);
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("two " + what + " are called " + name);
      }
    }
  }

  public boolean isEmpty() {
    return budgets.isEmpty() && limits.isEmpty();
  }
}
