package dev.sluice.schemas.config;

import java.util.Optional;

/** The kinds of objects in the {@code config} topic. */
public enum ConfigKind {
  PROVIDER("provider"),
  MODEL("model"),
  PROJECT("project"),
  KEY("key"),
  ACCOUNT("account"),
  DEFAULTS("defaults"),
  PRICE_BOOK("price-book"),
  ADMIN_KEY("admin-key"),
  WEBHOOK("webhook");

  private final String text;

  ConfigKind(String text) {
    this.text = text;
  }

  /** As it is written in records and record keys. */
  public String text() {
    return text;
  }

  /** The kind of this text; empty where there is none. */
  public static Optional<ConfigKind> of(String text) {
    for (ConfigKind kind : values()) {
      if (kind.text.equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
