package dev.sluice.schemas.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Providers whose facts come with Sluice, so that a file needs only their name. */
public final class ProviderCatalogue {
  private static final String RESOURCE = "/dev/sluice/catalogue/providers.csv";
  private static final int CELLS = 5;

  private ProviderCatalogue() {}

  /**
   * A provider that Sluice knows.
   *
   * @param credentialVariable environment variable that customarily holds its credential
   */
  public record Known(
      String name, String displayName, ProviderType type, URI baseUrl, String credentialVariable) {}

  private static final class Rows {
    static final List<Known> ALL = read();
  }

  /** All of them by name. */
  public static List<Known> all() {
    return Rows.ALL;
  }

  /** The one of this name. */
  public static Optional<Known> find(String name) {
    return all().stream().filter(known -> known.name().equals(name)).findFirst();
  }

  /** The vendor whose API a type is. */
  static Known homeOf(ProviderType type) {
    return find(type.home())
        .orElseThrow(() -> new IllegalStateException("no catalogue row for " + type.home()));
  }

  private static List<Known> read() {
    try (InputStream in = ProviderCatalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the catalogue is not on the class path: " + RESOURCE);
      }
      List<Known> rows = new ArrayList<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .forEach(line -> rows.add(row(line)));
      return List.copyOf(rows);
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue of providers cannot be read", e);
    }
  }

  private static Known row(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != CELLS) {
      throw new IllegalStateException(
          "a row of the provider catalogue has not five cells: " + line);
    }
    ProviderType type =
        ProviderType.of(cells[2])
            .orElseThrow(() -> new IllegalStateException("unknown type in row: " + line));
    return new Known(cells[0], cells[1], type, URI.create(cells[3]), cells[4]);
  }
}
