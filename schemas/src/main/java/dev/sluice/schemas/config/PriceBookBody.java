package dev.sluice.schemas.config;

import dev.sluice.schemas.money.PriceBooks;

/**
 * The stored text of a price book with overrides.
 *
 * @param name the version, which holds the hash of the text
 */
public record PriceBookBody(String name, String text) implements ConfigBody {
  public PriceBookBody {
    if (!PriceBooks.isBodyOf(name, text)) {
      throw new IllegalArgumentException("a price book's version holds the hash of its text");
    }
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.PRICE_BOOK;
  }

  @Override
  public String toString() {
    return "PriceBookBody[" + name + "]";
  }
}
