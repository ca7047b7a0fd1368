package dev.sluice.schemas.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names of the budgets, or of the limits, of one owner, each there once. Used by one thread. */
final class ItemNames {
  private final Map<String, YamlSection> seen = new HashMap<>();

  /** The name that an item has, or else this one; empty with a problem noted where it is wrong. */
  Optional<String> of(YamlSection item, Optional<String> derived) {
    Optional<String> name = item.has("name") ? item.value("name", BudgetForms.NAME) : derived;
    return name.filter(text -> isNew(item, text));
  }

  private boolean isNew(YamlSection item, String name) {
    YamlSection first = seen.putIfAbsent(name, item);
    if (first != null) {
      item.problem(
          item.keyAt("name"),
          item.pathOf("name"),
          "is " + Shown.of(name) + ", as in line " + first.at().line() + " (" + first.path() + ")",
          "name one of them, for example name: another");
    }
    return first == null;
  }
}
