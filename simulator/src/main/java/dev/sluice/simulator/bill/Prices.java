package dev.sluice.simulator.bill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The simulator's price list. A model is found by its exact name, then without a {@code provider/}
 * prefix, then without the date at its end; a model that is not found has no price, which is not
 * the same as being free.
 */
public final class Prices {

  private static final Pattern DATE = Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2})$");

  private static final int CELLS = 8;

  private final Map<String, Rate> rates;

  private Prices(Map<String, Rate> rates) {
    this.rates = rates;
  }

  /** The list that comes with the simulator. */
  public static Prices builtIn() {
    try (InputStream in = Prices.class.getResourceAsStream("prices.csv")) {
      if (in == null) {
        throw new IllegalStateException("prices.csv is missing from the simulator's jar");
      }
      return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads {@code model,input,cached_input,cache_write,cache_write_1h,audio,output,above} in USD per
   * million tokens, after a header line. An empty cached, cache-write or audio price means the
   * input price, an empty price of a write for an hour that of the other writes. A line with {@code
   * above} has the prices of prompts of more tokens than that and stands behind the model's own.
   */
  static Prices read(BufferedReader csv) throws IOException {
    Map<String, Rate> rates = new LinkedHashMap<>();
    csv.readLine();
    for (String line = csv.readLine(); line != null; line = csv.readLine()) {
      if (!line.isBlank()) {
        String[] cells = line.split(",", -1);
        if (cells.length != CELLS) {
          throw new IllegalArgumentException("a price line needs eight cells: " + line);
        }
        Rate own = rates.get(cells[0]);
        rates.put(cells[0], own == null ? ordinary(cells) : longPrompts(own, cells));
      }
    }
    return new Prices(rates);
  }

  private static Rate rate(String[] cells) {
    long input = price(cells[1]);
    long write = priceOr(cells[3], input);
    return new Rate(
        input,
        priceOr(cells[2], input),
        write,
        priceOr(cells[4], write),
        priceOr(cells[5], input),
        price(cells[6]));
  }

  /** A model has one price, and one more for long prompts at most. */
  private static Rate longPrompts(Rate own, String[] cells) {
    if (cells[7].isEmpty() || own.longPrompt() != null) {
      throw new IllegalArgumentException(
          "a model is on the price list once, and once more for long prompts: " + cells[0]);
    }
    return own.above(Long.parseLong(cells[7]), rate(cells));
  }

  private static Rate ordinary(String[] cells) {
    if (!cells[7].isEmpty()) {
      throw new IllegalArgumentException(
          "a price for long prompts stands behind an ordinary one: " + cells[0]);
    }
    return rate(cells);
  }

  private static long priceOr(String cell, long otherwise) {
    return cell.isEmpty() ? otherwise : price(cell);
  }

  private static long price(String cell) {
    return Rate.picoDollarsPerToken(new BigDecimal(cell));
  }

  /** The price of a model, or empty where the list has none. */
  public Optional<Rate> of(String model) {
    Rate exact = rates.get(model);
    if (exact != null) {
      return Optional.of(exact);
    }
    String bare = model.substring(model.lastIndexOf('/') + 1);
    Rate found = rates.get(bare);
    return Optional.ofNullable(
        found == null ? rates.get(DATE.matcher(bare).replaceFirst("")) : found);
  }

  /** The names on the list, in its order. */
  public Set<String> models() {
    return Collections.unmodifiableSet(rates.keySet());
  }
}
