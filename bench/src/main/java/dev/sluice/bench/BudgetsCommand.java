package dev.sluice.bench;

import dev.sluice.bench.mode.BudgetSubjects;
import dev.sluice.bench.process.Machine;
import dev.sluice.bench.result.BudgetCost;
import dev.sluice.bench.result.Paired;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
    PairedLoad load = new PairedLoad(connections, seconds, pairs);
    try (Bench bench = placeOptions.open(List.of());
        BudgetSubjects subjects = bench.sluice().withBudgets()) {
      Progress.say("warming up");
      load.warmUp(subjects.free(), warmUp);
      load.warmUp(subjects.bound(), warmUp);
      Paired paired = load.measure("with budgets", subjects.free(), subjects.bound());
      BudgetCost cost = new BudgetCost(connections, seconds, paired);
      ResultsFile.write(
          places,
          BudgetCost.TITLE,
          cost.text(placeOptions.conditions(machine, warmUp, seconds, pairs)),
          noPage);
      return 0;
    }
  }
}
