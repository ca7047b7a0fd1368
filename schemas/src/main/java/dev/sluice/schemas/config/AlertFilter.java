package dev.sluice.schemas.config;

import dev.sluice.schemas.spend.AlertKind;
import dev.sluice.schemas.spend.BudgetAlert;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which alerts somebody wants. Empty means any.
 *
 * @param kinds of alerts
 * @param budgets patterns of budgets as alerts name them, {@code *} for any characters
 */
public record AlertFilter(List<AlertKind> kinds, List<String> budgets) {
  public static final AlertFilter ALL = new AlertFilter(List.of(), List.of());
  static final List<String> KINDS = List.of("threshold", "refused");
  static final String BUDGET_RULE =
      "a pattern of budgets, up to 256 characters, that begins with project/, account/, key/ or *";
  private static final int LONGEST = 256;

  public AlertFilter {
    kinds = kinds.stream().distinct().sorted().toList();
    budgets = budgets.stream().distinct().sorted().toList();
    if (kinds.contains(AlertKind.UNSPECIFIED)) {
      throw new IllegalArgumentException("kinds are threshold and refused");
    }
    if (!budgets.stream().allMatch(AlertFilter::isPattern)) {
      throw new IllegalArgumentException("budgets: this needs " + BUDGET_RULE);
    }
  }

  /** Whether this alert is wanted. */
  public boolean takes(BudgetAlert alert) {
    return (kinds.isEmpty() || kinds.contains(alert.getKind()))
        && (budgets.isEmpty()
            || budgets.stream().anyMatch(pattern -> Matching.takes(pattern, alert.getBudget())));
  }

  static boolean isPattern(String text) {
    return text.length() <= LONGEST
        && text.chars().noneMatch(Character::isISOControl)
        && List.of("project/", "account/", "key/", "*").stream().anyMatch(text::startsWith);
  }

  static Optional<AlertKind> kind(String text) {
    return KINDS.contains(text)
        ? Optional.of(AlertKind.valueOf(text.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  static String text(AlertKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
