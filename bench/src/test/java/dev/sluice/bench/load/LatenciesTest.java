package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LatenciesTest {

  private static final long MS = 1_000_000;
  private static final Percentage THREE_DIGITS = Percentage.withPercentage(0.2);

  @Test
  void shouldTellQuantilesToThreeDigits() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 1000; i++) {
      latencies.record(0, i * MS);
    }

    Quantiles quantiles = latencies.quantiles();

    assertThat(quantiles.count()).isEqualTo(1000);
    assertThat(quantiles.p50Nanos()).isCloseTo(500 * MS, THREE_DIGITS);
    assertThat(quantiles.p99Nanos()).isCloseTo(990 * MS, THREE_DIGITS);
    assertThat(quantiles.p999Nanos()).isCloseTo(999 * MS, THREE_DIGITS);
    assertThat(quantiles.maxNanos()).isCloseTo(1000 * MS, THREE_DIGITS);
  }

  @Test
  void shouldKeepWhatIsTooLongOrBackward() {
    Latencies latencies = new Latencies();
    latencies.record(0, Long.MAX_VALUE);
    latencies.record(5, 0);

    assertThat(latencies.quantiles().count()).isEqualTo(2);
    assertThat(latencies.quantiles().maxNanos()).isCloseTo(120_000 * MS, THREE_DIGITS);
  }

  @Test
  void shouldBeEmptyWhenNothingWasRecorded() {
    assertThat(new Latencies().quantiles()).isEqualTo(Quantiles.NONE);
  }

  /**
   * A provider that answers in 1 ms stands still for one of ten seconds, at 100 calls a second.
   * From when calls were due, a tenth of them waited, the first for a second; from when they could
   * be sent, only one call saw anything at all.
   */
  @Test
  void shouldCountTheCallsThatAStallKeptFromBeingMade() {
    DueTimes times = new DueTimes(0, 100);
    long stallFrom = 4_000 * MS;
    long stallTo = 5_000 * MS;
    Latencies fromDue = new Latencies();
    Latencies fromSent = new Latencies();
    long free = 0;
    for (int i = 0; i < 1000; i++) {
      long due = times.dueNanos(i);
      long sent = Math.max(due, free);
      long begun = sent >= stallFrom && sent < stallTo ? stallTo : sent;
      long done = begun + MS;
      free = done;
      fromDue.record(due, done);
      fromSent.record(sent, done);
    }

    assertThat(fromDue.quantiles().p50Nanos()).isCloseTo(MS, THREE_DIGITS);
    assertThat(fromDue.quantiles().p99Nanos()).isCloseTo(911 * MS, within(15 * MS));
    assertThat(fromDue.quantiles().maxNanos()).isCloseTo(1_001 * MS, THREE_DIGITS);
    assertThat(fromSent.quantiles().p99Nanos()).isCloseTo(MS, THREE_DIGITS);
  }
}
