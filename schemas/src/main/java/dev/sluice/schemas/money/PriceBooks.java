package dev.sluice.schemas.money;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the price book behind a version. {@code 2026-07-24} is the catalogue that comes with
 * Sluice; {@code 2026-07-24+1a2b3c4d5e6f} is the same under overrides whose text has that hash, so
 * that a version can't come to mean something else.
 */
public final class PriceBooks {
  private PriceBooks() {}

  /** The catalogue that comes with Sluice. Read at the first use, then shared. */
  public static PriceBook builtIn() {
    return CatalogueBook.builtIn();
  }

  /** Version of {@link #builtIn()}, without reading it. */
  public static String builtInVersion() {
    return CatalogueBook.VERSION;
  }

  /** The stored form of these overrides on the built-in catalogue. Equal overrides, equal text. */
  public static PriceBookText textOf(List<PriceOverride> overrides) {
    return PriceBookText.write(builtInVersion(), overrides);
  }

  /**
   * The book of a version; empty where the base is not the built-in one, there is no body for it,
   * or the body does not belong to the version.
   *
   * @param bodies gives the stored text of a version with overrides
   */
  public static Optional<PriceBook> resolve(
      String version, Function<String, Optional<String>> bodies) {
    if (version.equals(builtInVersion())) {
      return Optional.of(builtIn());
    }
    return bodies
        .apply(version)
        .flatMap(body -> PriceBookText.read(version, body))
        .map(overrides -> new OverlayBook(version, builtIn(), overrides));
  }

  /** Whether this text is the stored form of this version. */
  public static boolean isBodyOf(String version, String body) {
    return PriceBookText.read(version, body).isPresent();
  }
}
