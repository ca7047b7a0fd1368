package dev.sluice.schemas.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rule for spans of time: longer than nothing, a week at most. */
final class Spans {
  static final Duration LONGEST = Duration.ofDays(7);

  private Spans() {}

  static boolean isInRange(Duration span) {
    return span.isPositive() && span.compareTo(LONGEST) <= 0;
  }

  static void requirePositive(@Nullable Duration... spans) {
    for (Duration span : spans) {
      if (span != null && !isInRange(span)) {
        throw new IllegalArgumentException("a time-out is longer than 0 and at most 7 days");
      }
    }
  }
}
