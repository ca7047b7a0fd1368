package dev.sluice.schemas.report;

import dev.sluice.schemas.spend.SpendWindow;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked about spend, by the command or over the admin API. Pure.
 *
 * @param project empty for all
 * @param dimensions in the order in which they were asked for, none twice
 * @param from first moment that counts
 * @param to first moment that does not count any more
 */
public record SpendQuestion(
    Optional<String> project, List<String> dimensions, Every every, Instant from, Instant to) {
  private static final List<String> DIMENSIONS = List.of("project", "user", "model", "key", "tag");

  /** An attempt is counted where its worker's clock puts it, a week from the broker's at most. */
  private static final Duration CLOCK_MARGIN = Duration.ofDays(8);

  public SpendQuestion {
    dimensions = List.copyOf(dimensions);
  }

  /** How long a window is. */
  public enum Every {
    hour(13),
    day(10),
    month(7);

    private final int digits;

    Every(int digits) {
      this.digits = digits;
    }

    /** Topic of windows of this length. */
    public Topic<SpendWindow> topic(Topics topics) {
      return switch (this) {
        case hour -> topics.spendHourly();
        case day -> topics.spendDaily();
        case month -> topics.spendMonthly();
      };
    }

    /** A start as people write it, and as {@code --from} takes it where it is a day or an hour. */
    String text(Instant start) {
      String text = start.toString().substring(0, digits);
      return this == hour ? text + ":00Z" : text;
    }

    /** Whether a window begins at this moment. */
    private boolean begins(Instant moment) {
      return switch (this) {
        case hour -> moment.truncatedTo(ChronoUnit.HOURS).equals(moment);
        case day -> moment.truncatedTo(ChronoUnit.DAYS).equals(moment);
        case month -> startOf(monthOf(moment)).equals(moment);
      };
    }

    private Every finer() {
      return this == month ? day : hour;
    }
  }

  /** How the options are written, and so how a refusal names them. */
  public enum Style {
    /** As on a command line, {@code --by user}. */
    COMMAND("--", " "),
    /** As in the query of an address, {@code by=user}. */
    QUERY("", "=");

    private final String before;
    private final String between;

    Style(String before, String between) {
      this.before = before;
      this.between = between;
    }

    private String name(String option) {
      return before + option;
    }

    private String of(String option, Object value) {
      return before + option + between + value;
    }
  }

  /** The options as they were given. */
  public record Options(
      Style style,
      @Nullable String project,
      List<String> by,
      Every every,
      @Nullable String month,
      @Nullable String from,
      @Nullable String to) {}

  /** What became of the options. */
  public sealed interface Parsed {
    /** They make sense. */
    record Asked(SpendQuestion question) implements Parsed {}

    /** They do not; names the option, what was expected, and an example. */
    record Refused(String reason) implements Parsed {}
  }

  /** Reads the options. */
  public static Parsed of(Options options) {
    try {
      return new Parsed.Asked(read(options));
    } catch (RefusedOption e) {
      return new Parsed.Refused(e.reason);
    }
  }

  private static SpendQuestion read(Options options) {
    Style style = options.style();
    Every every = options.every();
    Instant from = Instant.MIN;
    Instant to = Instant.MAX;
    if (options.month() != null) {
      if (options.from() != null || options.to() != null) {
        throw new RefusedOption(
            style.name("month")
                + " is a span of its own: give either "
                + style.of("month", "2026-11")
                + ", or "
                + style.of("from", "2026-11-01")
                + " and "
                + style.of("to", "2026-11-30"));
      }
      YearMonth month = month(style, options.month());
      from = startOf(month);
      to = startOf(month.plusMonths(1));
    }
    if (options.from() != null) {
      from = whole(options, "from", options.from(), moment(style, "from", options.from(), 0));
    }
    if (options.to() != null) {
      to = whole(options, "to", options.to(), moment(style, "to", options.to(), 1));
    }
    if (!from.isBefore(to)) {
      throw new RefusedOption(
          style.name("from")
              + " must be before "
              + style.name("to")
              + ", such as "
              + style.of("from", "2026-11-01")
              + " and "
              + style.of("to", "2026-11-30")
              + "; here they are "
              + options.from()
              + " and "
              + options.to());
    }
    return new SpendQuestion(
        Optional.ofNullable(options.project()), dimensions(options), every, from, to);
  }

  private static List<String> dimensions(Options options) {
    Style style = options.style();
    LinkedHashSet<String> dimensions = new LinkedHashSet<>();
    for (String part : options.by()) {
      String dimension = part.strip();
      if (!DIMENSIONS.contains(dimension)) {
        throw new RefusedOption(
            style.name("by")
                + " takes project, user, model, key or tag, or several of them with commas between,"
                + " such as "
                + style.of("by", "user,model")
                + "; not '"
                + dimension
                + "'");
      }
      dimensions.add(dimension);
    }
    return List.copyOf(dimensions);
  }

  private static YearMonth month(Style style, String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeParseException e) {
      throw new RefusedOption(
          style.name("month")
              + " takes a month, such as "
              + style.of("month", "2026-11")
              + "; not '"
              + text
              + "'");
    }
  }

  /** A day's first moment, {@code days} later, or the very moment. */
  private static Instant moment(Style style, String option, String text, int days) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new RefusedOption(
          style.name(option)
              + " takes a day in UTC or a moment, such as "
              + style.of(option, "2026-11-01")
              + " or "
              + style.of(option, "2026-11-01T13:00Z")
              + "; not '"
              + text
              + "'");
    }
  }

  /** Sums cannot be cut: a span of half a window would leave spend out or bring too much in. */
  private static Instant whole(Options options, String option, String text, Instant moment) {
    Every every = options.every();
    Style style = options.style();
    if (every.begins(moment)) {
      return moment;
    }
    LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
    String example =
        switch (every) {
          case hour -> every.text(moment);
          case day -> day.toString();
          case month -> day.withDayOfMonth(option.equals("to") ? day.lengthOfMonth() : 1) + "";
        };
    throw new RefusedOption(
        style.of(option, text)
            + " lies within "
            + (every == Every.hour ? "an " : "a ")
            + every
            + ", and "
            + style.of("every", every)
            + " has whole ones: say "
            + style.of(option, example)
            + (every == Every.hour ? "" : ", or " + style.of("every", every.finer())));
  }

  private static YearMonth monthOf(Instant moment) {
    return YearMonth.from(moment.atOffset(ZoneOffset.UTC));
  }

  private static Instant startOf(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Append time in ms before which no record is about the span, 0 where there may be one. */
  public long readSinceMs() {
    return from.equals(Instant.MIN) ? 0 : Math.max(0, from.minus(CLOCK_MARGIN).toEpochMilli());
  }

  /** Whether a window answers it. */
  boolean wants(SpendWindow window) {
    Instant start = Instant.ofEpochMilli(window.getWindowStartMs());
    return dimensions.contains(window.getDimension())
        && project.map(window.getProject()::equals).orElse(true)
        && !start.isBefore(from)
        && start.isBefore(to);
  }

  private static final class RefusedOption extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    RefusedOption(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }
}
