package dev.sluice.bench.translate;

import dev.sluice.bench.result.TranslationFigures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package, each in processes of its own. */
public final class TranslationRun {
  private static final int WARM_UPS = 5;
  private static final int ITERATIONS = 9;

  private TranslationRun() {}

  /**
   * Measures all pairs.
   *
   * @param pattern of the benchmarks' names; empty means all
   * @param iterationMillis length of each iteration, of which there are five to warm up and nine to
   *     measure; the median of these counts, so that what disturbs the machine for a moment does
   *     not
   */
  public static TranslationFigures measure(String pattern, int forks, int iterationMillis) {
    TimeValue length = TimeValue.milliseconds(iterationMillis);
    OptionsBuilder options = new OptionsBuilder();
    options.include(pattern.isEmpty() ? TranslationRun.class.getPackageName() + "\\." : pattern);
    options
        .forks(forks)
        .warmupIterations(WARM_UPS)
        .warmupTime(length)
        .measurementIterations(ITERATIONS)
        .measurementTime(length)
        .shouldDoGC(false)
        .verbosity(VerboseMode.NORMAL)
        .jvmArgs("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "-Xmn160m");
    try {
      return figures(new Runner(options.build()).run());
    } catch (RunnerException e) {
      throw new IllegalStateException("the benchmarks cannot be run", e);
    }
  }

  private static TranslationFigures figures(Collection<RunResult> results) {
    List<TranslationFigures.Figure> requests = new ArrayList<>();
    List<TranslationFigures.Figure> pieces = new ArrayList<>();
    for (RunResult result : results) {
      boolean whole =
          result.getParams().getBenchmark().contains(WholeRequest.class.getSimpleName());
      (whole ? requests : pieces)
          .add(
              new TranslationFigures.Figure(
                  result.getParams().getParam("client"),
                  result.getParams().getParam("provider"),
                  median(result) / 1000));
    }
    return new TranslationFigures(requests, pieces);
  }

  private static double median(RunResult result) {
    double[] scores =
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
            .sorted()
            .toArray();
    return scores[scores.length / 2];
  }
}
