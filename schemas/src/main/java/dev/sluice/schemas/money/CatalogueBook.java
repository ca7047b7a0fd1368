package dev.sluice.schemas.money;

import dev.sluice.schemas.usage.TokenClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The prices that come with Sluice. The file is kept as bytes, sorted by provider and model, and
 * searched by halving; only rows that somebody asked for become objects. So it costs its own size
 * (under 1 MB), is ready in milliseconds, and is read at the first use.
 *
 * <p>The file has no quotes and no commas inside cells; a test keeps it so.
 */
final class CatalogueBook implements PriceBook {
  static final String VERSION = "2026-07-24.2";

  /**
   * The same without tiers for long prompts and without {@link HourWrites}: what decisions of
   * before they were there name.
   */
  static final String WITHOUT_TIERS = "2026-07-24";

  static final String RESOURCE = "/dev/sluice/catalogue/model-prices.csv";
  static final String HEADER =
      "provider,model,mode,input_usd_per_1m_tokens,output_usd_per_1m_tokens,"
          + "cached_input_usd_per_1m_tokens,cache_write_usd_per_1m_tokens,"
          + "cache_write_1h_usd_per_1m_tokens,audio_input_usd_per_1m_tokens,"
          + "audio_output_usd_per_1m_tokens,context_window_tokens,max_output_tokens,supports_tools,supports_vision,supports_json_schema,source";

  private static final int CELLS = 16;
  static final TokenClass[] RATE_CELLS = {
    TokenClass.INPUT,
    TokenClass.OUTPUT,
    TokenClass.CACHED_INPUT,
    TokenClass.CACHE_WRITE,
    TokenClass.CACHE_WRITE_1H,
    TokenClass.AUDIO_INPUT,
    TokenClass.AUDIO_OUTPUT
  };
  private static final int FIRST_RATE = 3;

  /** Providers whose rows the file has under another name. */
  private static final Map<String, String> ROWS_OF = Map.of("azure-openai", "azure");

  private final String version;
  private final byte[] text;
  private final int[] rows;
  private final TierTable tiers;
  private final Map<Integer, ModelPrice> read = new ConcurrentHashMap<>();

  /** Holder idiom: the file is read when the first price is asked for. */
  private static final class BuiltIn {
    static final byte[] TEXT = resource(RESOURCE);
    static final CatalogueBook BOOK =
        new CatalogueBook(VERSION, TEXT, TierTable.read(resource(TierTable.RESOURCE)));

    private static byte[] resource(String name) {
      try (InputStream in = CatalogueBook.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("the price catalogue is not on the class path: " + name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("the price catalogue cannot be read", e);
      }
    }
  }

  /** Asked for by what an earlier version decided, if at all. */
  private static final class Former {
    static final CatalogueBook BOOK =
        new CatalogueBook(WITHOUT_TIERS, BuiltIn.TEXT, TierTable.NONE);
  }

  static CatalogueBook builtIn() {
    return BuiltIn.BOOK;
  }

  /** The catalogue of an earlier version; empty where there was none of that name. */
  static Optional<PriceBook> former(String version) {
    return version.equals(WITHOUT_TIERS) ? Optional.of(Former.BOOK) : Optional.empty();
  }

  /** A catalogue of this CSV text with a header line. */
  CatalogueBook(String version, byte[] text, TierTable tiers) {
    this.version = version;
    this.text = text;
    this.rows = rowsOf(text);
    this.tiers = tiers;
  }

  private static int[] rowsOf(byte[] text) {
    int[] starts = new int[1024];
    int count = 0;
    for (int i = 0; i < text.length - 1; i++) {
      if (text[i] == '\n') {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Optional<ModelPrice> lookup(String provider, String providerModel) {
    byte[] wantedProvider = rowsOf(provider);
    byte[] wantedModel = providerModel.getBytes(StandardCharsets.UTF_8);
    int row = firstAtOrAfter(wantedProvider, wantedModel);
    if (row == rows.length || compare(rows[row], wantedProvider, wantedModel) != 0) {
      return Optional.empty();
    }
    return Optional.of(read.computeIfAbsent(row, this::parse));
  }

  @Override
  public List<String> modelsOf(String provider) {
    byte[] wanted = rowsOf(provider);
    List<String> models = new ArrayList<>();
    for (int row = firstAtOrAfter(wanted, new byte[0]); row < rows.length; row++) {
      if (compareCell(rows[row], wanted) != 0) {
        break;
      }
      models.add(cells(row)[1]);
    }
    return models;
  }

  private static byte[] rowsOf(String provider) {
    return ROWS_OF.getOrDefault(provider, provider).getBytes(StandardCharsets.UTF_8);
  }

  int size() {
    return rows.length;
  }

  private int firstAtOrAfter(byte[] provider, byte[] model) {
    int low = 0;
    int high = rows.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(rows[middle], provider, model) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int compare(int start, byte[] provider, byte[] model) {
    int byProvider = compareCell(start, provider);
    return byProvider == 0 ? compareCell(start + provider.length + 1, model) : byProvider;
  }

  /** Compares the cell that begins at {@code start} with these bytes, unsigned. */
  private int compareCell(int start, byte[] wanted) {
    int end = start;
    while (end < text.length && text[end] != ',') {
      end++;
    }
    return Arrays.compareUnsigned(text, start, end, wanted, 0, wanted.length);
  }

  private String[] cells(int row) {
    int end = row + 1 < rows.length ? rows[row + 1] - 1 : text.length;
    String line = new String(text, rows[row], end - rows[row], StandardCharsets.UTF_8).strip();
    String[] cells = line.split(",", -1);
    if (cells.length != CELLS) {
      throw new IllegalStateException(
          "row " + (row + 2) + " of the price catalogue has " + cells.length + " cells");
    }
    return cells;
  }

  private ModelPrice parse(int row) {
    String[] cells = cells(row);
    Map<TokenClass, Rate> rates = new EnumMap<>(TokenClass.class);
    for (int i = 0; i < RATE_CELLS.length; i++) {
      if (!cells[FIRST_RATE + i].isEmpty()) {
        rates.put(RATE_CELLS[i], Rate.parse(cells[FIRST_RATE + i]));
      }
    }
    ModelFacts facts =
        new ModelFacts(
            count(cells[10]), count(cells[11]), flag(cells[12]), flag(cells[13]), flag(cells[14]));
    ModelPrice listed = new ModelPrice(cells[2], rates, facts, tiers.of(cells[0], cells[1]));
    return HourWrites.areIn(version) ? HourWrites.filledIn(cells[0], listed) : listed;
  }

  private static @Nullable Long count(String cell) {
    return cell.isEmpty() ? null : Long.valueOf(cell);
  }

  private static @Nullable Boolean flag(String cell) {
    return cell.isEmpty() ? null : Boolean.valueOf(cell);
  }
}
