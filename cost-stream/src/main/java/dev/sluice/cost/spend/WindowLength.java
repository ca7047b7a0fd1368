package dev.sluice.cost.spend;

import dev.sluice.cost.CostNodes;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How long the windows of a sum are. All of them begin and end in UTC.
 *
 * <p>In the store the windows of one length lie together and in the order of time. Months came
 * first and have nothing before them, {@code 2026-11|…}, so that what a store holds stays readable;
 * days begin with {@code +d} and hours with {@code +h}. A plus sorts before every digit, where a
 * version that knows months alone does not look.
 */
enum WindowLength {
  MONTH("monthly", CostNodes.MONTHLY_SINK, "", "2026-11".length(), "-01T00:00:00Z"),
  DAY("daily", CostNodes.DAILY_SINK, "+d", "2026-11-22".length(), "T00:00:00Z"),
  HOUR("hourly", CostNodes.HOURLY_SINK, "+h", "2026-11-22T13".length(), ":00:00Z");

  static final List<WindowLength> ALL = List.of(values());

  /** Months that the store keeps beside the current one. */
  private static final int EARLIER_MONTHS = 2;

  /** An attempt is at most 7 days late; a day and an hour are kept for one day more. */
  private static final Duration KEPT = Duration.ofDays(8);

  private static final String BEFORE_EVERY_YEAR = "0";

  private final String label;
  private final String sink;
  private final String mark;
  private final int digits;
  private final String restOfInstant;

  WindowLength(String label, String sink, String mark, int digits, String restOfInstant) {
    this.label = label;
    this.sink = sink;
    this.mark = mark;
    this.digits = digits;
    this.restOfInstant = restOfInstant;
  }

  /** Its name in a record. */
  String label() {
    return label;
  }

  /** Node that writes its topic. */
  String sink() {
    return sink;
  }

  /** What the store keys of its windows begin with. */
  String mark() {
    return mark;
  }

  /** Length of the text of a start. */
  int digits() {
    return digits;
  }

  /** The start of the window that a moment lies in, as in 2026-11, 2026-11-22, 2026-11-22T13. */
  String startOf(long ms) {
    return Instant.ofEpochMilli(ms).toString().substring(0, digits);
  }

  /** The first moment of a window in ms. */
  long startMs(String start) {
    return Instant.parse(start + restOfInstant).toEpochMilli();
  }

  /** Sorts before every store key of its windows and after those of shorter ones. */
  String beforeFirst() {
    return mark + BEFORE_EVERY_YEAR;
  }

  /** Sorts after every window that nothing can reach any more. */
  String firstKept(long nowMs) {
    String start =
        switch (this) {
          case MONTH ->
              YearMonth.from(Instant.ofEpochMilli(nowMs).atOffset(ZoneOffset.UTC))
                  .minusMonths(EARLIER_MONTHS)
                  .toString();
          case DAY, HOUR -> startOf(nowMs - KEPT.toMillis());
        };
    return mark + start;
  }
}
