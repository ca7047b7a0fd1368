package dev.sluice.dialects.json;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the text of what is not known of one object; makes no map where there is nothing. */
public final class Bag {
  private @Nullable Map<String, String> fields;

  /** Keeps the value under the cursor, which is then read. */
  public void keep(JsonCursor in) throws IOException {
    put(in.field(), in.raw());
  }

  public void put(String field, String json) {
    Map<String, String> kept = fields;
    if (kept == null) {
      kept = new LinkedHashMap<>();
      fields = kept;
    }
    kept.put(field, json);
  }

  public Map<String, String> fields() {
    Map<String, String> kept = fields;
    return kept == null ? Map.of() : kept;
  }
}
