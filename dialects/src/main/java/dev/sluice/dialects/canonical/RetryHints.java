package dev.sluice.dialects.canonical;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a provider wants to be asked again, by the headers of its answer. */
public final class RetryHints {
  private static final long LONGEST_MS = Duration.ofDays(1).toMillis();

  private RetryHints() {}

  /**
   * Milliseconds to wait, null where the headers do not say. A date counts from the answer's own
   * {@code date} header.
   *
   * @param headers names in lower case
   */
  public static @Nullable Long retryAfterMs(Map<String, String> headers) {
    Long exact = number(headers.get("retry-after-ms"), 1);
    if (exact != null && exact > 0) {
      return exact;
    }
    String after = headers.get("retry-after");
    Long seconds = number(after, 1000);
    if (seconds != null) {
      return seconds;
    }
    Long untilDate = between(headers.get("date"), after);
    return untilDate == null ? exact : untilDate;
  }

  private static @Nullable Long number(@Nullable String text, long unitMs) {
    if (text == null) {
      return null;
    }
    try {
      double ms = Double.parseDouble(text.strip()) * unitMs;
      return ms >= 0 ? Long.valueOf((long) Math.min(Math.ceil(ms), LONGEST_MS)) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Long between(@Nullable String from, @Nullable String to) {
    if (from == null || to == null) {
      return null;
    }
    try {
      Duration span = Duration.between(date(from), date(to));
      return Math.clamp(span.toMillis(), 0, LONGEST_MS);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static ZonedDateTime date(String text) {
    return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
