package dev.sluice.bench;

import dev.sluice.bench.load.Call;
import dev.sluice.bench.load.ClosedLoad;
import dev.sluice.bench.load.LoadReport;
import dev.sluice.bench.load.Window;
import dev.sluice.bench.result.Paired;
import dev.sluice.bench.result.Ratios;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Two calls under the same load in turn, the order turned in every pair, so that what disturbs the
 * machine disturbs both.
 *
 * @param connections of the closed loop
 * @param seconds of each measurement
 */
record PairedLoad(int connections, int seconds, int pairs) {
  private static final Duration LEAD_IN = Duration.ofMillis(500);
  private static final int WARMING = 64;

  /** Load that is not measured: by many, since a JVM is warm after so many calls. */
  void warmUp(Call call, int length) {
    load(call, Math.max(connections, WARMING), Duration.ZERO, length);
  }

  /**
   * Measures both.
   *
   * @param name says in the progress what is measured
   */
  Paired measure(String name, Call base, Call other) {
    double[] bases = new double[pairs];
    double[] others = new double[pairs];
    double[] ratios = new double[pairs];
    long errors = 0;
    for (int pair = 0; pair < pairs; pair++) {
      boolean baseFirst = pair % 2 == 0;
      LoadReport first = load(baseFirst ? base : other, connections, LEAD_IN, seconds);
      LoadReport second = load(baseFirst ? other : base, connections, LEAD_IN, seconds);
      bases[pair] = (baseFirst ? first : second).perSecond();
      others[pair] = (baseFirst ? second : first).perSecond();
      ratios[pair] = others[pair] / bases[pair];
      errors += first.errors() + second.errors();
      Progress.say(
          String.format(
              Locale.ROOT,
              "%s, pair %d: %.0f a second of %.0f, %.3f",
              name,
              pair + 1,
              others[pair],
              bases[pair],
              ratios[pair]));
    }
    return new Paired(median(bases), median(others), Ratios.of(ratios), errors);
  }

  private static LoadReport load(Call call, int connections, Duration leadIn, int length) {
    return new ClosedLoad(call, connections).run(Window.of(leadIn, Duration.ofSeconds(length)));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
