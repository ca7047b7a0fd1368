package dev.sluice.bench.result;

import dev.sluice.bench.load.LoadReport;

/**
 * One mode at one point, once.
 *
 * @param round counted from 1; the modes of a group are measured in turn in each
 * @param rate calls a second that were asked for, 0 for a closed loop
 */
public record Measurement(
    String mode, Point point, int round, double rate, LoadReport report, CpuTime cpu) {

  /** Processor microseconds for each reply or piece. */
  double cpuEach(long micros) {
    return report.done() == 0 ? 0 : (double) micros / report.done();
  }
}
