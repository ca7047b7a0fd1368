package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The catalogue's tiers for long prompts: a table of a few dozen rows beside that of the base
 * prices, without quotes and commas inside cells as well. Immutable.
 */
final class TierTable {
  static final String RESOURCE = "/dev/sluice/catalogue/price-tiers.csv";
  static final String HEADER =
      "provider,model,above_input_tokens,input_usd_per_1m_tokens,output_usd_per_1m_tokens,"
          + "cached_input_usd_per_1m_tokens,cache_write_usd_per_1m_tokens,"
          + "cache_write_1h_usd_per_1m_tokens,audio_input_usd_per_1m_tokens,"
          + "audio_output_usd_per_1m_tokens,source";
  static final TierTable NONE = new TierTable(Map.of());

  private static final int CELLS = 11;
  private static final int FIRST_RATE = 3;

  private final Map<String, List<PriceTier>> tiers;

  private TierTable(Map<String, List<PriceTier>> tiers) {
    this.tiers = tiers;
  }

  /** The table of this CSV text with a header line; several tiers of a model rise. */
  static TierTable read(byte[] text) {
    Map<String, List<PriceTier>> tiers = new HashMap<>();
    new String(text, StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .forEach(line -> {
          String[] cells = line.split(",", -1);
          if (cells.length != CELLS) {
            throw new IllegalStateException("a row of the price tiers has not its cells: " + line);
          }
          tiers.computeIfAbsent(key(cells[0], cells[1]), key -> new ArrayList<>()).add(tier(cells));
        });
    return new TierTable(tiers);
  }

  private static PriceTier tier(String[] cells) {
    Map<TokenClass, Rate> rates = new EnumMap<>(TokenClass.class);
    for (int i = 0; i < CatalogueBook.RATE_CELLS.length; i++) {
      String cell = cells[FIRST_RATE + i];
      if (!cell.isEmpty()) {
        rates.put(CatalogueBook.RATE_CELLS[i], Rate.parse(cell));
      }
    }
    return new PriceTier(Long.parseLong(cells[2]), rates);
  }

  List<PriceTier> of(String provider, String model) {
    return tiers.getOrDefault(key(provider, model), List.of());
  }

  int size() {
    return tiers.values().stream().mapToInt(List::size).sum();
  }

  private static String key(String provider, String model) {
    return provider + '\n' + model;
  }
}
