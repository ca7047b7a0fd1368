package dev.sluice.schemas.config;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/** How often a budget begins anew. Cycles are calendar days, weeks (from Monday) and months. */
public enum Cycle {
  DAILY,
  WEEKLY,
  MONTHLY,
  /** Never. */
  TOTAL;

  /**
   * One cycle.
   *
   * @param startMs UTC, 0 for {@link #TOTAL}
   * @param endMs UTC, the first moment of the next one; 0 for {@link #TOTAL}
   */
  public record Span(long startMs, long endMs) {}

  /**
   * The cycle that a moment lies in. A day begins at the first moment that the zone's calendar
   * gives it, so one on which clocks change has 23 or 25 hours.
   */
  public Span at(long atMs, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(atMs), zone);
    return switch (this) {
      case DAILY -> span(day, day.plusDays(1), zone);
      case WEEKLY -> {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        yield span(monday, monday.plusDays(7), zone);
      }
      case MONTHLY -> {
        LocalDate first = day.withDayOfMonth(1);
        yield span(first, first.plusMonths(1), zone);
      }
      case TOTAL -> new Span(0, 0);
    };
  }

  private static Span span(LocalDate from, LocalDate until, ZoneId zone) {
    return new Span(
        from.atStartOfDay(zone).toInstant().toEpochMilli(),
        until.atStartOfDay(zone).toInstant().toEpochMilli());
  }

  /** As it is written. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The cycle of this text. */
  public static Optional<Cycle> of(String text) {
    for (Cycle cycle : values()) {
      if (cycle.text().equals(text)) {
        return Optional.of(cycle);
      }
    }
    return Optional.empty();
  }
}
