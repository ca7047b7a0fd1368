package dev.sluice.bench;

import dev.sluice.bench.process.Machine;
import dev.sluice.bench.result.TranslationFigures;
import dev.sluice.bench.translate.TranslationRun;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/run translate}: how long the translation between dialects takes. */
@Command(
    name = "translate",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures the translation of requests and of pieces of streams, pair by pair.")
final class TranslateCommand implements Callable<Integer> {
  @Mixin private PlaceOptions placeOptions = new PlaceOptions();

  @Option(names = "--forks", description = "Processes for each pair.")
  private int forks = 1;

  @Option(names = "--iteration-ms", description = "Of five to warm up and nine to measure.")
  private int iterationMillis = 300;

  @Option(names = "--only", description = "Names of benchmarks, as a pattern; prints only.")
  private String only = "";

  @Option(names = "--no-page", description = "Print only; RESULTS.md stays as it is.")
  private boolean noPage;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Watchdog.start(Duration.ofMinutes(20));
    Machine machine = Machine.here();
    TranslationFigures figures = TranslationRun.measure(only, forks, iterationMillis);
    ResultsFile.write(
        placeOptions.places(),
        TranslationFigures.TITLE,
        figures.text(placeOptions.conditions(machine, 0, 0, forks)),
        noPage || !only.isEmpty());
    return 0;
  }
}
