package dev.sluice.bench;

import dev.sluice.bench.admission.AdmissionBench;
import dev.sluice.bench.process.Machine;
import dev.sluice.bench.result.AdmissionFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/run admission}: the router alone. */
@Command(
    name = "admission",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures how fast one router admits requests of one account.")
final class AdmissionCommand implements Callable<Integer> {

  @Mixin private PlaceOptions placeOptions = new PlaceOptions();

  @Option(
      names = "--backlog",
      description = "Requests stored before the router starts; 0 for none.")
  private int backlog = 300_000;

  @Option(names = "--rate", description = "Requests a second of the steady stream; 0 for none.")
  private int rate = 2_000;

  @Option(names = "--seconds", description = "Of the steady stream.")
  private int seconds = 60;

  @Option(names = "--lead-in", description = "Seconds of the steady stream before that.")
  private int leadIn = 90;

  @Option(names = "--prompt-bytes", description = "Of each request.")
  private int promptBytes = 4_096;

  @Option(names = "--router-option", description = "For the router's JVM, for a profiler.")
  private List<String> routerOptions = new ArrayList<>();

  @Option(names = "--no-page", description = "Print only; RESULTS.md stays as it is.")
  private boolean noPage;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Watchdog.start(Duration.ofMinutes(12));
    Machine machine = Machine.here();
    Settings.Places places = placeOptions.places();
    Scratch.prepare(places.scratch());
    AdmissionFigures figures =
        new AdmissionBench(
                new AdmissionBench.Sizes(backlog, rate, seconds, leadIn, promptBytes),
                places.script(),
                places.app(),
                places.scratch(),
                routerOptions,
                Progress::say)
            .run();
    Scratch.dropData(places.scratch());
    String text = figures.text(placeOptions.conditions(machine, leadIn, seconds, 1));
    ResultsFile.write(places, AdmissionFigures.TITLE, text, noPage);
    return 0;
  }
}
