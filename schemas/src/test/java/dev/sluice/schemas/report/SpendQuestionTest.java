package dev.sluice.schemas.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.report.SpendQuestion.Every;
import dev.sluice.schemas.report.SpendQuestion.Options;
import dev.sluice.schemas.report.SpendQuestion.Parsed;
import dev.sluice.schemas.report.SpendQuestion.Style;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpendQuestionTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

  @Test
  void shouldAskForEverythingByDefault() {
    SpendQuestion question =
        asked(new Options(Style.COMMAND, null, List.of("project"), Every.month, null, null, null));

    assertThat(question.project()).isEmpty();
    assertThat(question.from()).isEqualTo(Instant.MIN);
    assertThat(question.to()).isEqualTo(Instant.MAX);
    assertThat(question.readSinceMs()).isZero();
  }

  @Test
  void shouldTakeEachDimensionOnceInTheOrderAsked() {
    assertThat(asked(by("user", " model", "tag", "user")).dimensions())
        .containsExactly("user", "model", "tag");
  }

  @Test
  void shouldCountTheLastDayAndNotTheLastMoment() {
    assertThat(asked(span(Every.day, "2026-11-01", "2026-11-30")).to()).isEqualTo(DECEMBER);
    assertThat(asked(span(Every.hour, "2026-11-01T00:00Z", "2026-12-01T00:00:00Z")).to())
        .isEqualTo(DECEMBER);
    assertThat(asked(span(Every.hour, "2026-11-01T05:30+05:30", null)).from()).isEqualTo(NOVEMBER);
  }

  @ParameterizedTest
  @CsvSource({"hour", "day", "month"})
  void shouldTakeAMonthWithEveryWindow(Every every) {
    SpendQuestion question =
        asked(new Options(Style.COMMAND, "search", List.of("user"), every, "2026-11", null, null));

    assertThat(question.project()).contains("search");
    assertThat(question.from()).isEqualTo(NOVEMBER);
    assertThat(question.to()).isEqualTo(DECEMBER);
  }

  @Test
  void shouldReadFromAWeekBeforeTheSpanOn() {
    assertThat(asked(span(Every.day, "2026-11-09", null)).readSinceMs())
        .isEqualTo(NOVEMBER.toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          day   | yesterday  | -          | --from takes a day in UTC or a moment, such as --from 2026-11-01
          day   | -          | 2026-11-31 | --to takes a day in UTC or a moment, such as --to 2026-11-01
          day   | 2026-11-1T | -          | not '2026-11-1T'
          day   | 2026-11-30 | 2026-11-01 | --from must be before --to, such as --from 2026-11-01 and --to
          month | 2026-11-15 | -          | --from 2026-11-15 lies within a month, and --every month has whole ones: say --from 2026-11-01, or --every day
          month | -          | 2026-11-15 | say --to 2026-11-30, or --every day
          day   | 2026-11-15T13:00Z | -   | say --from 2026-11-15, or --every hour
          hour  | 2026-11-15T13:20+01:00 | - | lies within an hour, and --every hour has whole ones: say --from 2026-11-15T12:00Z
          """)
  void shouldSayWhatIsWrongWithASpan(
      Every every, @Nullable String from, @Nullable String to, String words) {
    assertThat(refusal(span(every, from, to))).contains(words);
  }

  @Test
  void shouldSayWhatIsWrongWithOtherOptions() {
    assertThat(refusal(by("user", "team")))
        .contains("--by takes project, user", "such as --by user,model", "not 'team'");
    assertThat(
            refusal(
                new Options(Style.COMMAND, null, List.of("user"), Every.month, "Nov", null, null)))
        .contains("--month takes a month, such as --month 2026-11", "not 'Nov'");
    assertThat(
            refusal(
                new Options(
                    Style.COMMAND,
                    null,
                    List.of("user"),
                    Every.month,
                    "2026-11",
                    "2026-11-01",
                    null)))
        .contains("--month is a span of its own", "--from 2026-11-01");
  }

  private static Options by(String... dimensions) {
    return new Options(Style.COMMAND, null, List.of(dimensions), Every.month, null, null, null);
  }

  private static Options span(Every every, @Nullable String from, @Nullable String to) {
    return new Options(Style.COMMAND, null, List.of("project"), every, null, from, to);
  }

  static SpendQuestion asked(Options options) {
    return switch (SpendQuestion.of(options)) {
      case Parsed.Asked(SpendQuestion question) -> question;
      case Parsed.Refused(String reason) -> throw new AssertionError(reason);
    };
  }

  private static String refusal(Options options) {
    return switch (SpendQuestion.of(options)) {
      case Parsed.Asked(SpendQuestion question) -> throw new AssertionError(question.toString());
      case Parsed.Refused(String reason) -> reason;
    };
  }
}
