package dev.sluice.schemas.money;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the price book behind a version. {@code 2026-07-24.2} is the catalogue that comes with
 * Sluice; {@code 2026-07-24.2+1a2b3c4d5e6f} is the same under overrides whose text has that hash,
 * so that a version can't come to mean something else. Versions of before are kept, for decisions
 * that name them.
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

  /** The catalogue of this version, be it that of today or of before; empty where there is none. */
  public static Optional<PriceBook> catalogue(String version) {
    return version.equals(builtInVersion())
        ? Optional.of(builtIn())
        : CatalogueBook.former(version);
  }

  /** Whether {@link #catalogue} has this version, without reading it. */
  public static boolean isCatalogue(String version) {
    return version.equals(builtInVersion()) || version.equals(CatalogueBook.WITHOUT_TIERS);
  }

  /** The stored form of these overrides on the built-in catalogue. Equal overrides, equal text. */
  public static PriceBookText textOf(List<PriceOverride> overrides) {
    return PriceBookText.write(builtInVersion(), overrides);
  }

  /**
   * The book of a version; empty where the base is no catalogue that is known here, there is no
   * body for it, or the body does not belong to the version.
   *
   * @param bodies gives the stored text of a version with overrides
   */
  public static Optional<PriceBook> resolve(
      String version, Function<String, Optional<String>> bodies) {
    Optional<PriceBook> plain = catalogue(version);
    if (plain.isPresent()) {
      return plain;
    }
    return bodies
        .apply(version)
        .flatMap(body -> PriceBookText.read(version, body))
        .map(text -> new OverlayBook(version, text.base(), text.overrides()));
  }

  /** Whether this text is the stored form of this version. */
  public static boolean isBodyOf(String version, String body) {
    return PriceBookText.read(version, body).isPresent();
  }
}
