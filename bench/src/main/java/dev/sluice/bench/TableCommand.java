package dev.sluice.bench;

import dev.sluice.bench.mode.Mode;
import dev.sluice.bench.mode.Peer;
import dev.sluice.bench.process.Machine;
import dev.sluice.bench.result.Conditions;
import dev.sluice.bench.result.PageParts;
import dev.sluice.bench.result.Point;
import dev.sluice.bench.result.ResultsPage;
import dev.sluice.bench.result.RunRecord;
import dev.sluice.bench.result.StartFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/run table}, which is also what {@code bench/run} does when nothing is named. */
@Command(
    name = "table",
    mixinStandardHelpOptions = true,
    description = "Measures all modes and writes RESULTS.md.")
final class TableCommand implements Callable<Integer> {

  @Mixin private PlaceOptions placeOptions = new PlaceOptions();

  @ArgGroup(exclusive = false, heading = "Other gateways:%n")
  private PeerOptions peerOptions = new PeerOptions();

  @Option(names = "--quick", description = "Short: to see whether all is well.")
  private boolean quick;

  @Option(names = "--modes", split = ",", description = "Only these modes; all otherwise.")
  private Set<String> only = new LinkedHashSet<>();

  @Option(names = "--points", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.")
  private Set<Point> points = EnumSet.allOf(Point.class);

  @Option(names = "--rounds", description = "Rounds, of which the medians are told.")
  private @Nullable Integer rounds;

  @Option(names = "--seconds", description = "Of each measurement.")
  private @Nullable Integer seconds;

  @Option(names = "--warm-up", description = "Seconds of load on each mode before.")
  private @Nullable Integer warmUp;

  @Option(names = "--no-start", description = "Leave out start times and memory at rest.")
  private boolean noStart;

  @Option(names = "--no-page", description = "Print the page only; RESULTS.md stays as it is.")
  private boolean noPage;

  @Option(names = "--limit-minutes", description = "Gives up after so long.")
  private int limitMinutes = 60;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Watchdog.start(Duration.ofMinutes(limitMinutes));
    Settings settings = settings();
    Machine machine = Machine.here();
    Settings.Places places = placeOptions.places();
    List<Peer> peers = peerOptions.peers();
    try (Bench bench = placeOptions.open(peers)) {
      List<Mode> modes =
          bench.modes().stream()
              .filter(mode -> only.isEmpty() || only.contains(mode.name()))
              .toList();
      Map<String, String> missing = new LinkedHashMap<>();
      Optional<StartFigures> start = start(bench, settings, modes, missing);
      TableRun run = new TableRun(new Measuring(bench.providers(), settings), settings);
      run.run(modes);
      missing.putAll(run.missing());
      Conditions conditions =
          placeOptions.conditions(
              machine, (int) settings.warmUp().toSeconds(), settings.seconds(), settings.rounds());
      Map<String, String> titles =
          modes.stream()
              .collect(
                  Collectors.toMap(
                      Mode::name, Mode::title, (one, other) -> one, LinkedHashMap::new));
      write(new RunRecord(conditions, titles, run.measurements(), start, missing), places.page());
      return missing.isEmpty() ? 0 : 1;
    }
  }

  private Settings settings() {
    Settings standard = quick ? Settings.quick() : Settings.full();
    return new Settings(
        warmUp == null ? standard.warmUp() : Duration.ofSeconds(warmUp),
        standard.leadIn(),
        seconds == null ? standard.seconds() : seconds,
        rounds == null ? standard.rounds() : rounds,
        points,
        standard.starts(),
        standard.idleSeconds());
  }

  private Optional<StartFigures> start(
      Bench bench, Settings settings, List<Mode> modes, Map<String, String> missing)
      throws InterruptedException, IOException {
    if (noStart || modes.stream().noneMatch(mode -> mode.name().equals(Mode.SLUICE))) {
      return Optional.empty();
    }
    StartTimes times = new StartTimes(bench.sluice(), settings, bench.places().app());
    return switch (times.measure()) {
      case StartTimes.Outcome.Measured(StartFigures figures) -> Optional.of(figures);
      case StartTimes.Outcome.NotMeasured(String why) -> {
        missing.put("start", why);
        Progress.say("the start cannot be measured: " + why);
        yield Optional.empty();
      }
    };
  }

  private void write(RunRecord record, Path file) throws IOException {
    String text = ResultsPage.of(record);
    System.out.println();
    System.out.println(text);
    if (noPage) {
      return;
    }
    String before = Files.exists(file) ? Files.readString(file) : "";
    Files.writeString(file, PageParts.withTable(before, text));
    Progress.say("written to " + file);
  }
}
