package dev.sluice.bench;

import dev.sluice.bench.load.ClosedLoad;
import dev.sluice.bench.load.LoadReport;
import dev.sluice.bench.load.StreamLoad;
import dev.sluice.bench.load.Window;
import dev.sluice.bench.mode.Bodies;
import dev.sluice.bench.mode.Mode;
import dev.sluice.bench.mode.StartOutcome;
import dev.sluice.bench.mode.Subject;
import dev.sluice.bench.process.Machine;
import dev.sluice.bench.process.ProcStat;
import dev.sluice.bench.result.Conditions;
import dev.sluice.bench.result.ResultsPage;
import dev.sluice.bench.result.Soak;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/run soak}: whole replies and streams at the same time, for long. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Watches memory, threads and files under load; writes them to RESULTS.md.")
final class SoakCommand implements Callable<Integer> {

  private static final int SAMPLE_SECONDS = 5;

  @Mixin private PlaceOptions placeOptions = new PlaceOptions();

  @Option(names = "--minutes", description = "Of load, after the warm-up.")
  private int minutes = 5;

  @Option(names = "--warm-up", description = "Seconds of load before the first look.")
  private int warmUp = 60;

  @Option(names = "--mode", description = "What to watch: sluice or floor.")
  private String modeName = Mode.SLUICE;

  @Option(names = "--connections", description = "Of whole replies.")
  private int connections = 16;

  @Option(names = "--streams", description = "Streams.")
  private int streams = 50;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Watchdog.start(Duration.ofMinutes(minutes + 5L).plusSeconds(warmUp));
    try (Bench bench = placeOptions.open(List.of())) {
      Mode mode =
          bench.modes().stream()
              .filter(one -> one.name().equals(modeName))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no mode " + modeName));
      Progress.say("starting " + mode.name());
      return switch (mode.starter().get()) {
        case StartOutcome.NotStarted(String why) -> {
          Progress.say(mode.name() + " cannot be started: " + why);
          yield 1;
        }
        case StartOutcome.Started(Subject subject) -> {
          try (subject) {
            write(soak(subject));
          }
          yield 0;
        }
      };
    }
  }

  private Soak soak(Subject subject) throws InterruptedException {
    Machine machine = Machine.here();
    Duration leadIn = Duration.ofSeconds(warmUp);
    Duration length = Duration.ofMinutes(minutes);
    long pid = subject.pids().getLast();
    // Each load keeps a thread: with two cores the common pool has one, and they would take turns.
    List<Soak.Sample> samples;
    LoadReport replyReport;
    LoadReport pieceReport;
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      CompletableFuture<LoadReport> replies =
          CompletableFuture.supplyAsync(
              () -> new ClosedLoad(subject.json(), connections).run(Window.of(leadIn, length)),
              threads);
      CompletableFuture<LoadReport> pieces =
          CompletableFuture.supplyAsync(
              () ->
                  new StreamLoad(subject.stream(), streams, Bodies.PIECES, Bodies.STREAM_LENGTH)
                      .run(Window.of(leadIn, length)),
              threads);
      samples = samples(pid, length);
      replyReport = replies.join();
      pieceReport = pieces.join();
    }
    Conditions conditions = placeOptions.conditions(machine, warmUp, minutes * 60, 1);
    return new Soak(
        conditions,
        minutes,
        samples,
        replyReport.done(),
        pieceReport.done(),
        replyReport.errors() + pieceReport.errors());
  }

  private List<Soak.Sample> samples(long pid, Duration length) throws InterruptedException {
    TimeUnit.SECONDS.sleep(warmUp);
    List<Soak.Sample> samples = new ArrayList<>();
    for (long second = 0; second <= length.toSeconds(); second += SAMPLE_SECONDS) {
      Soak.Sample sample =
          new Soak.Sample(
              second,
              ProcStat.residentKilobytes(pid),
              ProcStat.threads(pid),
              ProcStat.fileDescriptors(pid));
      samples.add(sample);
      if (second % 30 == 0) {
        Progress.say(
            second
                + " s: "
                + sample.residentKilobytes() / 1024
                + " MB, "
                + sample.threads()
                + " threads, "
                + sample.fileDescriptors()
                + " files");
      }
      if (second < length.toSeconds()) {
        TimeUnit.SECONDS.sleep(SAMPLE_SECONDS);
      }
    }
    return samples;
  }

  private void write(Soak soak) throws IOException {
    ResultsFile.write(placeOptions.places(), ResultsPage.SOAK, soak.text(), false);
  }
}
