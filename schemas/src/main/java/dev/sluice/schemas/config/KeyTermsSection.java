package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what goes with a virtual key: who may use it for what, and how much. */
final class KeyTermsSection {
  private final AllowancesSection allowances;
  private final ModelPatterns patterns;

  KeyTermsSection(AllowancesSection allowances, ModelPatterns patterns) {
    this.allowances = allowances;
    this.patterns = patterns;
  }

  /**
   * The terms; fewer where problems are noted.
   *
   * @param own name and id of the key
   */
  KeyTerms read(YamlSection item, List<String> own) {
    List<String> models =
        each(item, "models", scalar -> patterns.read(item, scalar, ModelPatterns.Against.REQUESTS));
    List<String> networks = each(item, "networks", scalar -> item.parse(scalar, KeyForms.NETWORK));
    List<String> tags = each(item, "tags", scalar -> item.literal(scalar, BudgetForms.TAG));
    String owner = item.value("owner", KeyForms.OWNER, "");
    Allowances allowed = allowances.read(item, own);
    notEmpty(item, "models");
    notEmpty(item, "networks");
    boolean few =
        isFew(item, "models", models.size(), KeyTerms.MOST)
            & isFew(item, "networks", networks.size(), KeyTerms.MOST)
            & isFew(item, "tags", new LinkedHashSet<>(tags).size(), Names.MOST_TAGS);
    return few ? new KeyTerms(models, networks, owner, tags, allowed) : KeyTerms.NONE;
  }

  private static List<String> each(
      YamlSection item, String key, Function<Scalar, Optional<String>> read) {
    List<String> texts = new ArrayList<>();
    item.scalars(key).forEach(scalar -> read.apply(scalar).ifPresent(texts::add));
    return texts;
  }

  /** An empty list may be meant as "nothing", and would be taken as "anything". */
  private static void notEmpty(YamlSection item, String key) {
    if (item.has(key) && item.isEmptyList(key)) {
      item.problem(
          item.keyAt(key),
          item.pathOf(key),
          "is empty",
          "name what the key is for, or take " + key + " out, so that it is for any");
    }
  }

  private static boolean isFew(YamlSection item, String key, int size, int most) {
    if (size > most) {
      item.problem(
          item.keyAt(key),
          item.pathOf(key),
          "expected at most " + most + " " + key + ", found " + size,
          "take some out");
    }
    return size <= most;
  }
}
