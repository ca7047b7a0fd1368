package dev.sluice.dialects.openai;

import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is not known of one object; makes no map where there is nothing. */
final class Bag {
  private @Nullable Map<String, String> fields;

  /** Keeps the value under the cursor, which is then read. */
  void keep(JsonCursor in) throws IOException {
    put(in.field(), in.raw());
  }

  void put(String field, String json) {
    Map<String, String> kept = fields;
    if (kept == null) {
      kept = new LinkedHashMap<>();
      fields = kept;
    }
    kept.put(field, json);
  }

  Map<String, String> fields() {
    Map<String, String> kept = fields;
    return kept == null ? Map.of() : kept;
  }
}
