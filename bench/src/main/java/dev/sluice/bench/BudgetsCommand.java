package dev.sluice.bench;

import dev.sluice.bench.load.Call;
import dev.sluice.bench.load.ClosedLoad;
import dev.sluice.bench.load.LoadReport;
import dev.sluice.bench.load.Window;
import dev.sluice.bench.mode.BudgetSubjects;
import dev.sluice.bench.process.Machine;
import dev.sluice.bench.result.BudgetCost;
import dev.sluice.bench.result.Ratios;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/run budgets}: what budgets and limits cost on the whole path. */
@Command(
    name = "budgets",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures one gateway with budgets and limits and without, in turn.")
final class BudgetsCommand implements Callable<Integer> {
  private static final Duration LEAD_IN = Duration.ofMillis(500);

  @Mixin private PlaceOptions placeOptions = new PlaceOptions();

  @Option(names = "--pairs", description = "Of one measurement with and one without.")
  private int pairs = 40;

  @Option(names = "--seconds", description = "Of each measurement.")
  private int seconds = 2;

  @Option(names = "--warm-up", description = "Seconds of load on each of the two before.")
  private int warmUp = 40;

  @Option(names = "--connections", description = "Of the closed loop.")
  private int connections = 64;

  @Option(names = "--no-page", description = "Print only; RESULTS.md stays as it is.")
  private boolean noPage;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Watchdog.start(Duration.ofMinutes(12));
    Machine machine = Machine.here();
    Settings.Places places = placeOptions.places();
    try (Bench bench = placeOptions.open(List.of());
        BudgetSubjects subjects = bench.sluice().withBudgets()) {
      Progress.say("warming up");
      load(subjects.free(), Duration.ZERO, warmUp);
      load(subjects.bound(), Duration.ZERO, warmUp);
      double[] free = new double[pairs];
      double[] bound = new double[pairs];
      double[] ratios = new double[pairs];
      long errors = 0;
      for (int pair = 0; pair < pairs; pair++) {
        boolean freeFirst = pair % 2 == 0;
        LoadReport first = load(freeFirst ? subjects.free() : subjects.bound(), LEAD_IN, seconds);
        LoadReport second = load(freeFirst ? subjects.bound() : subjects.free(), LEAD_IN, seconds);
        free[pair] = (freeFirst ? first : second).perSecond();
        bound[pair] = (freeFirst ? second : first).perSecond();
        ratios[pair] = bound[pair] / free[pair];
        errors += first.errors() + second.errors();
        Progress.say(
            String.format(
                Locale.ROOT,
                "pair %d: %.0f a second without, %.0f with, %.3f",
                pair + 1,
                free[pair],
                bound[pair],
                ratios[pair]));
      }
      BudgetCost cost =
          new BudgetCost(
              connections, seconds, median(free), median(bound), Ratios.of(ratios), errors);
      ResultsFile.write(
          places,
          BudgetCost.TITLE,
          cost.text(placeOptions.conditions(machine, warmUp, seconds, pairs)),
          noPage);
      return 0;
    }
  }

  private LoadReport load(Call call, Duration leadIn, int length) {
    return new ClosedLoad(call, connections).run(Window.of(leadIn, Duration.ofSeconds(length)));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
