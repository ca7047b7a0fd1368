package dev.sluice.schemas.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the limits of one owner. Used by one thread. */
final class LimitSection {
  private static final List<String> BOUNDS = List.of("rpm", "tpm", "rpd", "tpd", "concurrency");

  private final ScopeSection scopes;
  private final ItemNames names = new ItemNames();

  LimitSection(ScopeSection scopes) {
    this.scopes = scopes;
  }

  /** One of them; empty with problems noted where it is wrong or has the name of another. */
  Optional<RateLimit> read(YamlSection item) {
    Optional<Scope> scope = scopes.read(item);
    Optional<String> name = names.of(item, scope.map(Scope::limitName));
    Optional<RateLimit.Bounds> bounds = bounds(item);
    OnLimit onLimit = item.value("on_limit", BudgetForms.ON_LIMIT, OnLimit.REFUSE);
    item.finish();
    if (scope.isEmpty() || name.isEmpty() || bounds.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RateLimit(
            name.get(), scope.get().each(), scope.get().matching(), bounds.get(), onLimit));
  }

  private static Optional<RateLimit.Bounds> bounds(YamlSection item) {
    @Nullable Long rpm = bound(item, "rpm");
    @Nullable Long tpm = bound(item, "tpm");
    @Nullable Long rpd = bound(item, "rpd");
    @Nullable Long tpd = bound(item, "tpd");
    @Nullable Long concurrency = bound(item, "concurrency");
    if (BOUNDS.stream().noneMatch(item::has)) {
      item.problem(
          item.at(),
          item.path(),
          "a limit has at least one of rpm, tpm, rpd, tpd and concurrency",
          "write for example rpm: 600");
    }
    boolean any = rpm != null || tpm != null || rpd != null || tpd != null || concurrency != null;
    return any
        ? Optional.of(new RateLimit.Bounds(rpm, tpm, rpd, tpd, concurrency))
        : Optional.empty();
  }

  private static @Nullable Long bound(YamlSection item, String key) {
    return item.value(key, BudgetForms.BOUND).orElse(null);
  }
}
