package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.ConfigReferences;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The names of kinds in paths. */
final class Kinds {
  private static final Map<String, ConfigKind> BY_PATH = new LinkedHashMap<>();

  static {
    BY_PATH.put("projects", ConfigKind.PROJECT);
    BY_PATH.put("accounts", ConfigKind.ACCOUNT);
    BY_PATH.put("keys", ConfigKind.KEY);
    BY_PATH.put("models", ConfigKind.MODEL);
    BY_PATH.put("providers", ConfigKind.PROVIDER);
    BY_PATH.put("price-books", ConfigKind.PRICE_BOOK);
    BY_PATH.put("price-book", ConfigKind.PRICE_BOOK);
    BY_PATH.put("defaults", ConfigKind.DEFAULTS);
    BY_PATH.put("admin-keys", ConfigKind.ADMIN_KEY);
    BY_PATH.put("webhooks", ConfigKind.WEBHOOK);
  }

  private Kinds() {}

  /** The kind that a path names; empty where there is none. */
  static Optional<ConfigKind> find(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }

  /**
   * The kind that a path names.
   *
   * @throws RefusedException if there is none
   */
  static ConfigKind of(String path) {
    ConfigKind kind = BY_PATH.get(path);
    if (kind == null) {
      throw new RefusedException(
          AdminError.notFound(
              "kind of object called", path, ConfigReferences.nearest(path, BY_PATH.keySet())));
    }
    return kind;
  }
}
