package dev.sluice.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MediansTest {

  private final Medians medians =
      new Medians(
          List.of(
              Samples.of("floor", Point.ONE, 1, 500, 2),
              Samples.of("sluice", Point.ONE, 1, 250, 4),
              Samples.of("floor", Point.ONE, 2, 100, 10),
              Samples.of("sluice", Point.ONE, 2, 40, 25),
              Samples.of("floor", Point.ONE, 3, 600, 1.5),
              Samples.of("sluice", Point.ONE, 3, 300, 3)));

  @Test
  void shouldTakeTheMiddleRound() {
    assertThat(medians.of("sluice", Point.ONE, one -> one.report().perSecond())).hasValue(250);
  }

  @Test
  void shouldCompareRoundsWithThemselves() {
    assertThat(
            medians.ratio("sluice", "floor", Point.ONE, one -> one.report().latency().p50Nanos()))
        .hasValue(2.0);
    assertThat(medians.ratio("sluice", "floor", Point.ONE, one -> one.report().perSecond()))
        .hasValue(0.5);
  }

  @Test
  void shouldTellNothingOfWhatWasNotMeasured() {
    assertThat(medians.of("sluice", Point.MANY, one -> 1)).isEmpty();
    assertThat(medians.ratio("sluice", "peer", Point.ONE, one -> 1)).isEmpty();
  }
}
