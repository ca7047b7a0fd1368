package dev.sluice.ingress.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.ingress.error.AdminError;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a key that was replaced still works. */
final class Grace {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,7})(ms|s|m|h|d)");
  private static final Duration DEFAULT = Duration.ofHours(24);
  private static final Duration LONGEST = Duration.ofDays(90);

  private Grace() {}

  /** Reads {@code 24h}; the default where there is nothing. */
  static Duration of(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return DEFAULT;
    }
    Matcher span = SPAN.matcher(given.isTextual() ? given.textValue() : "");
    if (!span.matches()) {
      throw refused();
    }
    long amount = Long.parseLong(span.group(1));
    Duration grace =
        switch (span.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    if (grace.compareTo(LONGEST) > 0) {
      throw refused();
    }
    return grace;
  }

  private static RefusedException refused() {
    return new RefusedException(
        AdminError.invalid(
            "grace is a span of time with a unit (ms, s, m, h, d), like 24h, at most 90d."));
  }
}
