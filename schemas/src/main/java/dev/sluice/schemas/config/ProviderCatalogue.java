package dev.sluice.schemas.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Providers whose facts come with Sluice, so that a file needs only their name. */
public final class ProviderCatalogue {
  private static final String RESOURCE = "/dev/sluice/catalogue/providers.csv";
  private static final int CELLS = 11;

  private ProviderCatalogue() {}

  private static final class Rows {
    static final Map<String, KnownProvider> BY_NAME = read();
    static final List<KnownProvider> ALL = List.copyOf(BY_NAME.values());
  }

  /** All of them by name. */
  public static List<KnownProvider> all() {
    return Rows.ALL;
  }

  /** The one of this name. */
  public static Optional<KnownProvider> find(String name) {
    return Optional.ofNullable(Rows.BY_NAME.get(name));
  }

  /** Up to {@code limit} names that somebody probably meant, the nearest first. */
  public static List<String> nearest(String name, int limit) {
    return NearestNames.of(name, Rows.BY_NAME.keySet(), limit);
  }

  /** The vendor that a type of API is named after. */
  public static KnownProvider homeOf(ProviderType type) {
    return find(type.home())
        .orElseThrow(() -> new IllegalStateException("no catalogue row for " + type.home()));
  }

  private static Map<String, KnownProvider> read() {
    try (InputStream in = ProviderCatalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the catalogue is not on the class path: " + RESOURCE);
      }
      List<KnownProvider> rows = new ArrayList<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .forEach(line -> rows.add(row(line)));
      Map<String, KnownProvider> byName = new LinkedHashMap<>();
      for (KnownProvider row : rows) {
        if (byName.put(row.name(), row) != null) {
          throw new IllegalStateException("the provider catalogue has two rows " + row.name());
        }
      }
      return Collections.unmodifiableMap(byName);
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue of providers cannot be read", e);
    }
  }

  private static KnownProvider row(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != CELLS) {
      throw new IllegalStateException("a row of the provider catalogue has not 11 cells: " + line);
    }
    return new KnownProvider(
        cells[0],
        cells[1],
        ProviderType.of(cells[2]).orElseThrow(() -> wrong("type", line)),
        new KnownProvider.Address(
            cells[3], cells[4], cells[8].isEmpty() ? 0 : Integer.parseInt(cells[8])),
        new KnownProvider.Access(
            AuthScheme.of(cells[5]).orElseThrow(() -> wrong("auth", line)),
            cells[6],
            cells[7].equals("yes")),
        cells[9].isEmpty() ? Set.of() : Set.of(cells[9].split(" ")),
        KnownProvider.Mark.valueOf(cells[10].toUpperCase(Locale.ROOT)));
  }

  private static IllegalStateException wrong(String cell, String line) {
    return new IllegalStateException("unknown " + cell + " in the provider catalogue: " + line);
  }
}
