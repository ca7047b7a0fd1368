package dev.sluice.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResultsPageTest {

  private static final Map<String, String> MODES = new LinkedHashMap<>();

  static {
    MODES.put("direct", "provider alone");
    MODES.put("floor", "floor, one process");
    MODES.put("sluice", "Sluice, one process");
  }

  private static List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    all.add(Samples.of("direct", Point.STREAMS, 1, 10_000, 0.1));
    all.add(Samples.of("floor", Point.ONE, 1, 500, 2));
    all.add(Samples.of("floor", Point.MANY, 1, 12_000, 20));
    all.add(Samples.of("floor", Point.HALF, 1, 3_000, 2));
    all.add(Samples.of("sluice", Point.ONE, 1, 250, 4));
    all.add(Samples.of("sluice", Point.MANY, 1, 3_000, 80));
    all.add(Samples.of("sluice", Point.STREAMS, 1, 10_000, 1.6));
    all.add(Samples.of("sluice", Point.HALF, 1, 3_000, 3));
    return all;
  }

  private static RunRecord run(Map<String, String> missing) {
    StartFigures start =
        new StartFigures(
            new StartFigures.Seconds(5.5, 5.1),
            new StartFigures.Seconds(3.4, 3.0),
            3,
            420.4,
            2.5,
            30);
    return new RunRecord(Samples.CONDITIONS, MODES, measurements(), Optional.of(start), missing);
  }

  @Test
  void shouldTellWhatWasMeasuredWhereAndHow() {
    String page = ResultsPage.of(run(Map.of()));

    assertThat(page)
        .startsWith("# Results\n")
        .contains("`bench/run --quick`", "2 cores (A processor), 4096 MB", "abc1234", "Linux 6")
        .contains("20 s of load on each mode", "| load average before | 0.10 |")
        .doesNotContain("Not measured");
  }

  @Test
  void shouldFillTheTablesAndLeaveGapsVisible() {
    String page = ResultsPage.of(run(Map.of()));

    assertThat(page)
        .contains(
            "| floor, one process | 500, 2.00 / 8.00 / 16.0 | — | 12.0 k, 20.0 / 80.0 / 160 |")
        .contains("| provider alone | — | — | — |")
        .contains("| Sluice, one process | 10.0 k | 1.60 / 6.40 / 12.8 | 1.50 |")
        .contains("| floor, one process | 100 / 50.0 / 25.0 | — |");
  }

  @Test
  void shouldHoldTheFiguresAgainstTheGoals() {
    String page = ResultsPage.of(run(Map.of()));

    assertThat(page)
        .contains(
            "| p50 at 1 connection, times the floor's (one process) | 2.00 × | ≤ 2.20 × | met |")
        .contains("of the floor's (one process) | 25.0 % | ≥ 35.0 % | **missed** |")
        .contains("| p99 at half load, times the floor's (one process) | 1.50 × | ≤ 2.00 × | met |")
        .contains("| each piece of a stream, later than from the provider, p50 | 1.50 ms |")
        .contains("| ready with the AOT cache | 3.40 s | ≤ 3.00 s | **missed** |")
        .contains("| memory at rest | 420 MB | ≤ 512 MB | met |")
        .doesNotContain("broker apart");
  }

  @Test
  void shouldTellWhatIsMissingAndWhy() {
    String page = ResultsPage.of(run(Map.of("peer", "cannot connect\nsecond line")));

    assertThat(page).contains("## Not measured", "- **peer**: cannot connect\n");
  }

  @Test
  void shouldKeepTheSoakWhenTheTableIsWrittenAgain() {
    String page = ResultsPage.of(run(Map.of()));
    String first = PageParts.with(page, ResultsPage.SOAK, "## Soak\n\nearlier soak\n");
    String other = PageParts.with(first, AdmissionFigures.TITLE, "## Admission\n\nfast\n");
    String second = PageParts.with(other, ResultsPage.SOAK, "## Soak\n\nlater soak\n");
    String again = PageParts.withTable(second, ResultsPage.of(run(Map.of("peer", "away"))));

    assertThat(PageParts.of(page, ResultsPage.SOAK)).isEmpty();
    assertThat(PageParts.of(first, ResultsPage.SOAK)).isEqualTo("## Soak\n\nearlier soak\n");
    assertThat(again)
        .doesNotContain("earlier soak")
        .endsWith("## Admission\n\nfast\n\n## Soak\n\nlater soak\n")
        .contains("## Goals", "**peer**: away");
  }
}
