package dev.sluice.bench.result;

import dev.sluice.bench.load.LoadReport;
import dev.sluice.bench.load.Quantiles;
import dev.sluice.bench.process.Machine;

/** Made-up measurements. */
final class Samples {

  private static final long MS = 1_000_000;

  static final Conditions CONDITIONS =
      new Conditions(
          "bench/run --quick",
          "2026-11-22 12:00 UTC",
          "abc1234",
          new Machine(2, "A processor", 4096, "25", "Linux 6", "0.10"),
          20,
          3,
          2);

  private Samples() {}

  static Measurement of(String mode, Point point, int round, double perSecond, double p50Millis) {
    long p50 = (long) (p50Millis * MS);
    Quantiles quantiles = new Quantiles(100, p50, p50 * 4, p50 * 8, p50 * 9);
    Quantiles first = point == Point.STREAMS ? quantiles : Quantiles.NONE;
    LoadReport report = new LoadReport((long) (perSecond * 10), 0, 10, quantiles, first);
    double rate = point == Point.HALF ? perSecond : 0;
    long cpu = (long) (perSecond * 10 * 100);
    return new Measurement(mode, point, round, rate, report, new CpuTime(cpu, cpu / 2, cpu / 4));
  }
}
