package dev.sluice.bench;

import dev.sluice.bench.mode.SluiceModes;
import dev.sluice.bench.process.ChildProcess;
import dev.sluice.bench.process.ProcStat;
import dev.sluice.bench.result.Figures;
import dev.sluice.bench.result.StartFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures how the gateway in one process starts, and what it takes when nothing is asked. */
final class StartTimes {

  private static final String AOT_CACHE = "sluice.aot";

  private final SluiceModes sluice;
  private final Settings settings;
  private final Path aotCache;

  StartTimes(SluiceModes sluice, Settings settings, Path app) {
    this.sluice = sluice;
    this.settings = settings;
    this.aotCache = app.resolve(AOT_CACHE);
  }

  /** What came of it. */
  sealed interface Outcome {
    record Measured(StartFigures figures) implements Outcome {}

    record NotMeasured(String why) implements Outcome {}
  }

  /** A start that failed ends the measurement. */
  private static final class NotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String why;

    private NotReadyException(String why) {
      super(why);
      this.why = why;
    }
  }

  Outcome measure() throws InterruptedException, IOException {
    try {
      // The script uses a cache that is there whatever it is told.
      Files.deleteIfExists(aotCache);
      StartFigures.Seconds cold = median("cold", false);
      Progress.say("making the AOT cache");
      start("aot-training", true).close();
      if (!Files.exists(aotCache)) {
        return new Outcome.NotMeasured("the AOT cache was not made");
      }
      StartFigures.Seconds aot = median("aot", true);
      return new Outcome.Measured(atRest(cold, aot));
    } catch (NotReadyException e) {
      return new Outcome.NotMeasured(e.why);
    }
  }

  private StartFigures.Seconds median(String kind, boolean aot) throws InterruptedException {
    List<StartFigures.Seconds> all = new ArrayList<>();
    for (int i = 1; i <= settings.starts(); i++) {
      try (Started started = start(kind + "-" + i, aot)) {
        all.add(started.seconds());
        Progress.say(
            "start "
                + kind
                + " "
                + started.seconds().wall()
                + " s, says "
                + started.seconds().told()
                + " s");
      }
    }
    return new StartFigures.Seconds(
        Figures.median(all.stream().mapToDouble(StartFigures.Seconds::wall).toArray()),
        Figures.median(all.stream().mapToDouble(StartFigures.Seconds::told).toArray()));
  }

  private StartFigures atRest(StartFigures.Seconds cold, StartFigures.Seconds aot)
      throws InterruptedException {
    Progress.say("at rest for " + settings.idleSeconds() + " s");
    try (Started started = start("idle", true)) {
      List<Long> pid = List.of(started.process().pid());
      long cpu = ProcStat.cpuMicros(pid);
      TimeUnit.SECONDS.sleep(settings.idleSeconds());
      double usedSeconds = (ProcStat.cpuMicros(pid) - cpu) / 1e6;
      return new StartFigures(
          cold,
          aot,
          settings.starts(),
          ProcStat.residentKilobytes(started.process().pid()) / 1024.0,
          100 * usedSeconds / settings.idleSeconds(),
          settings.idleSeconds());
    }
  }

  private record Started(ChildProcess process, StartFigures.Seconds seconds)
      implements AutoCloseable {
    @Override
    public void close() {
      process.close();
    }
  }

  private Started start(String name, boolean aot) {
    ChildProcess process = sluice.launch("start-" + name, aot);
    return switch (SluiceModes.await(process)) {
      case ChildProcess.Outcome.NotReady notReady -> {
        process.close();
        throw new NotReadyException(notReady.why());
      }
      case ChildProcess.Outcome.Ready ready ->
          new Started(
              process,
              new StartFigures.Seconds(
                  ready.wallMillis() / 1000.0, Double.parseDouble(ready.sign().group(1))));
    };
  }
}
