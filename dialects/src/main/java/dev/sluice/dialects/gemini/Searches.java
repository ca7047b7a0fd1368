package dev.sluice.dialects.gemini;

import dev.sluice.schemas.usage.TokenUsage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Searches that are charged for: each query from generation 3 on, each answer before. */
final class Searches {
  private static final String NAME = "web_search";

  private Searches() {}

  static void bill(TokenUsage usage, int queries, @Nullable String model) {
    if (queries > 0) {
      boolean each = Models.of(model == null ? "" : model).levels();
      usage.setBilledCalls(Map.of(NAME, each ? (long) queries : 1L));
    }
  }
}
