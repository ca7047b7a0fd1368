package dev.sluice.schemas.config;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads what a budget or a limit is for: {@code each} and {@code for}. */
final class ScopeSection {
  private final ModelPatterns patterns;
  private final ModelPatterns.Against against;
  private final Collection<String> keys;

  /**
   * Reads those of one owner.
   *
   * @param keys names and ids of the virtual keys that it may be for
   */
  ScopeSection(ModelPatterns patterns, ModelPatterns.Against against, Collection<String> keys) {
    this.patterns = patterns;
    this.against = against;
    this.keys = keys;
  }

  /** The scope; empty with a problem noted where something in it is wrong. */
  Optional<Scope> read(YamlSection item) {
    Optional<Each> each = BudgetForms.valueOr(item, "each", BudgetForms.EACH, Each.NONE);
    YamlSection matching = item.section("for");
    Optional<String> model =
        text(matching, "model", scalar -> patterns.read(matching, scalar, against));
    Optional<String> user =
        text(matching, "user", scalar -> matching.literal(scalar, BudgetForms.USER));
    Optional<String> key = text(matching, "key", scalar -> key(matching, scalar));
    Optional<String> tag =
        text(matching, "tag", scalar -> matching.literal(scalar, BudgetForms.TAG));
    matching.finish();
    each.ifPresent(one -> noneTwice(matching, one));
    if (each.isEmpty() || model.isEmpty() || user.isEmpty() || key.isEmpty() || tag.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Scope(each.get(), new Matching(model.get(), user.get(), key.get(), tag.get())));
  }

  private static Optional<String> text(
      YamlSection section, String key, Function<Scalar, Optional<String>> read) {
    return section.has(key) ? section.scalar(key).flatMap(read) : Optional.of("");
  }

  private Optional<String> key(YamlSection section, Scalar scalar) {
    if (keys.contains(scalar.text())) {
      return Optional.of(scalar.text());
    }
    section.problem(
        scalar.at(),
        scalar.path(),
        "there is no key " + Shown.of(scalar.text()) + " here",
        NearestNames.of(scalar.text(), keys, 1).stream()
            .findFirst()
            .map(near -> "did you mean '" + near + "'?")
            .orElse(
                keys.isEmpty()
                    ? "add it to keys"
                    : "keys here: " + String.join(", ", new TreeSet<>(keys))));
    return Optional.empty();
  }

  private static void noneTwice(YamlSection matching, Each each) {
    if (each != Each.NONE && matching.has(each.text())) {
      matching.problem(
          matching.keyAt(each.text()),
          matching.pathOf(each.text()),
          "each " + each.text() + " and one " + each.text() + " do not go together",
          "take one of them out");
    }
  }
}
