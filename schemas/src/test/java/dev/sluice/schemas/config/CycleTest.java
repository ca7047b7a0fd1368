package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CycleTest {
  private static final Instant FROM = Instant.parse("2024-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2031-01-01T00:00:00Z");

  private static Cycle.Span at(Cycle cycle, String moment, String zone) {
    return cycle.at(Instant.parse(moment).toEpochMilli(), ZoneId.of(zone));
  }

  @ParameterizedTest(name = "{0} at {1} in {2}")
  @CsvSource({
    "DAILY, 2026-07-01T23:59:59.999Z, UTC, 2026-07-01T00:00:00Z, 2026-07-02T00:00:00Z",
    "DAILY, 2026-07-02T00:00:00Z, UTC, 2026-07-02T00:00:00Z, 2026-07-03T00:00:00Z",
    "DAILY, 2026-03-29T12:00:00Z, Europe/Berlin, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "DAILY, 2026-10-25T00:30:00Z, Europe/Berlin, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    "DAILY, 2026-10-25T01:30:00Z, Europe/Berlin, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    "DAILY, 2018-11-04T02:59:59.999Z, America/Sao_Paulo, 2018-11-03T03:00:00Z, 2018-11-04T03:00:00Z",
    "DAILY, 2018-11-04T03:00:00Z, America/Sao_Paulo, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
    "DAILY, 2018-02-18T02:30:00Z, America/Sao_Paulo, 2018-02-17T02:00:00Z, 2018-02-18T03:00:00Z",
    "WEEKLY, 2026-07-05T23:00:00Z, UTC, 2026-06-29T00:00:00Z, 2026-07-06T00:00:00Z",
    "WEEKLY, 2026-07-06T00:00:00Z, UTC, 2026-07-06T00:00:00Z, 2026-07-13T00:00:00Z",
    "WEEKLY, 2026-03-29T12:00:00Z, Europe/Berlin, 2026-03-22T23:00:00Z, 2026-03-29T22:00:00Z",
    "MONTHLY, 2026-02-28T23:59:59Z, UTC, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
    "MONTHLY, 2028-02-29T12:00:00Z, UTC, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
    "MONTHLY, 2026-12-31T23:30:00Z, UTC, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "MONTHLY, 2026-12-31T23:30:00Z, Europe/Berlin, 2026-12-31T23:00:00Z, 2027-01-31T23:00:00Z",
    "MONTHLY, 2026-03-31T21:59:59Z, Europe/Berlin, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z"
  })
  void shouldFollowTheCalendarOfTheZone(
      Cycle cycle, String moment, String zone, String start, String end) {
    Cycle.Span span = at(cycle, moment, zone);

    assertThat(Instant.ofEpochMilli(span.startMs())).isEqualTo(Instant.parse(start));
    assertThat(Instant.ofEpochMilli(span.endMs())).isEqualTo(Instant.parse(end));
  }

  @ParameterizedTest(name = "{0}: {1} hours")
  @CsvSource({"2026-03-29, 23", "2026-10-25, 25", "2026-07-01, 24"})
  void shouldHaveDaysAsLongAsTheClocksMakeThem(String day, long hours) {
    Cycle.Span span = at(Cycle.DAILY, day + "T10:00:00Z", "Europe/Berlin");

    assertThat(Duration.ofMillis(span.endMs() - span.startMs())).hasHours(hours);
  }

  @Test
  void shouldNeverBeginAnewInTotal() {
    assertThat(at(Cycle.TOTAL, "2026-07-01T00:00:00Z", "Europe/Berlin"))
        .isEqualTo(at(Cycle.TOTAL, "2040-01-01T00:00:00Z", "UTC"))
        .isEqualTo(new Cycle.Span(0, 0));
  }

  @ParameterizedTest
  @EnumSource(value = Cycle.class, names = "TOTAL", mode = EnumSource.Mode.EXCLUDE)
  void shouldPutEveryMomentOfEveryZoneIntoOneCycle(Cycle cycle) {
    for (String id : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(id);
      for (Instant moment : momentsAroundClockChanges(zone)) {
        Cycle.Span span = cycle.at(moment.toEpochMilli(), zone);

        assertThat(moment.toEpochMilli())
            .as("%s %s", id, moment)
            .isGreaterThanOrEqualTo(span.startMs())
            .isLessThan(span.endMs());
        assertThat(cycle.at(span.startMs(), zone)).as("%s %s", id, moment).isEqualTo(span);
        assertThat(cycle.at(span.endMs() - 1, zone)).as("%s %s", id, moment).isEqualTo(span);
        assertThat(cycle.at(span.endMs(), zone).startMs())
            .as("%s %s", id, moment)
            .isEqualTo(span.endMs());
      }
    }
  }

  private static List<Instant> momentsAroundClockChanges(ZoneId zone) {
    List<Instant> moments = new ArrayList<>(List.of(FROM));
    ZoneOffsetTransition change = zone.getRules().nextTransition(FROM);
    while (change != null && change.getInstant().isBefore(UNTIL)) {
      Instant at = change.getInstant();
      moments.addAll(
          List.of(
              at.minus(Duration.ofMinutes(90)),
              at.minusMillis(1),
              at,
              at.plus(Duration.ofMinutes(30)),
              at.plus(Duration.ofMinutes(90))));
      change = zone.getRules().nextTransition(at);
    }
    return moments;
  }

  @Test
  void shouldBeReadAsItIsWritten() {
    for (Cycle cycle : Cycle.values()) {
      assertThat(Cycle.of(cycle.text())).contains(cycle);
    }
    assertThat(Cycle.MONTHLY.text()).isEqualTo("monthly");
    assertThat(Cycle.of("Monthly")).isEmpty();
    assertThat(Cycle.of("")).isEmpty();
  }
}
