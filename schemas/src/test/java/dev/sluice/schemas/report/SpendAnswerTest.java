package dev.sluice.schemas.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.report.SpendQuestion.Every;
import dev.sluice.schemas.report.SpendQuestion.Options;
import dev.sluice.schemas.report.SpendQuestion.Style;
import dev.sluice.schemas.spend.SpendWindow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendAnswerTest {
  @Test
  void shouldCountTheLatestOfEachWindow() {
    SpendAnswer answer = answer(null, Every.day, null, null, "user");

    answer.take(window("search", "user", "ann", "2026-11-22T00:00:00Z", 5));
    answer.take(window("search", "user", "ann", "2026-11-22T00:00:00Z", 12));

    assertThat(answer.head()).startsWith("day", "project", "by", "value", "cost_usd", "attempts");
    assertThat(answer.rows())
        .containsExactly(
            List.of(
                "2026-11-22",
                "search",
                "user",
                "ann",
                "0.000000012",
                "12",
                "0",
                "0",
                "0",
                "0",
                "0",
                "0",
                "0"));
  }

  @Test
  void shouldGiveEachDimensionRowsOfItsOwn() {
    SpendAnswer answer = answer(null, Every.month, null, null, "user", "model");

    answer.take(window("search", "model", "ann", "2026-11-01T00:00:00Z", 1));
    answer.take(window("search", "user", "bob", "2026-11-01T00:00:00Z", 1));
    answer.take(window("search", "user", "ann", "2026-11-01T00:00:00Z", 1));
    answer.take(window("search", "user", "zoe", "2026-10-01T00:00:00Z", 1));
    answer.take(window("search", "tag", "blue", "2026-11-01T00:00:00Z", 1));

    assertThat(answer.rows())
        .extracting(row -> String.join(" ", row.subList(0, 4)))
        .containsExactly(
            "2026-10 search user zoe",
            "2026-11 search user ann",
            "2026-11 search user bob",
            "2026-11 search model ann");
  }

  @Test
  void shouldLeaveOutOtherProjectsAndOtherTimes() {
    SpendAnswer answer =
        answer("search", Every.hour, "2026-11-22T12:00Z", "2026-11-22T14:00Z", "project");

    answer.take(window("search", "project", "search", "2026-11-22T11:00:00Z", 1));
    answer.take(window("search", "project", "search", "2026-11-22T12:00:00Z", 2));
    answer.take(window("search", "project", "search", "2026-11-22T13:00:00Z", 3));
    answer.take(window("search", "project", "search", "2026-11-22T14:00:00Z", 4));
    answer.take(window("chat", "project", "chat", "2026-11-22T12:00:00Z", 5));

    assertThat(answer.rows())
        .extracting(row -> row.get(0) + " " + row.get(5))
        .containsExactly("2026-11-22T12:00Z 2", "2026-11-22T13:00Z 3");
  }

  @Test
  void shouldTellWhenTheLatestEntryCameAlsoWhereItWasNotAskedFor() {
    SpendAnswer answer = answer("search", Every.month, null, null, "project");
    assertThat(answer.lastEntryAt()).isEmpty();

    answer.take(window("chat", "project", "chat", "2026-11-01T00:00:00Z", 7));
    answer.take(window("search", "project", "search", "2026-11-01T00:00:00Z", 3));

    assertThat(answer.lastEntryAt()).contains(Instant.ofEpochMilli(7));
  }

  private static SpendAnswer answer(
      @Nullable String project,
      Every every,
      @Nullable String from,
      @Nullable String to,
      String... by) {
    return new SpendAnswer(
        SpendQuestionTest.asked(
            new Options(Style.COMMAND, project, List.of(by), every, null, from, to)));
  }

  /** With this many attempts, each at a nano-dollar, the last one entered that long after 1970. */
  private static SpendWindow window(
      String project, String dimension, String value, String start, long attempts) {
    return SpendWindow.newBuilder()
        .setProject(project)
        .setDimension(dimension)
        .setValue(value)
        .setWindowStartMs(Instant.parse(start).toEpochMilli())
        .setCostNanoUsd(attempts)
        .setAttempts(attempts)
        .setLastEntryAtMs(attempts)
        .build();
  }
}
